using System.Diagnostics;
using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Diagnostics;
using LVW.Native.Engine.Distributed;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Optimizers;
using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Losses;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.Cli.Runs;

/// <summary>The work that is profiled: steps of the words model, with all its losses, on random pictures.</summary>
/// <param name="Training">Whether a step goes backward and moves the weights, or only forward.</param>
/// <param name="Backbone">The convolutional network.</param>
/// <param name="Batch">Pictures in a step of each process.</param>
/// <param name="Side">Their side in pixels; 0 for what the backbone is made for.</param>
/// <param name="Classes">Classes.</param>
/// <param name="Steps">Steps that are timed.</param>
internal sealed record ProfileJob(bool Training, string Backbone, int Batch, int Side, int Classes, int Steps)
{
    // Steps before the timed ones: they compile kernels and fill the pools.
    private const int WarmUp = 2;

    /// <summary>Runs the steps, first untimed for their wall time, then op by op.</summary>
    /// <param name="device">Where to compute.</param>
    /// <param name="ranks">The processes that add up their gradients; each does the same on its own pictures.</param>
    /// <param name="cancellation">Ends the work between two steps.</param>
    public ProfileResult Run(Device device, ICollective ranks, CancellationToken cancellation)
    {
        TrainingSettings settings = Presets.Get("recommended") with { Backbone = Backbone, Weights = null, Normalization = "imagenet" };
        using WordModelScope scope = new(device, settings, this, ranks);
        for (int i = 0; i < WarmUp; i++) Step(scope, cancellation);
        device.Synchronize();
        ranks.Barrier();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Steps; i++) Step(scope, cancellation);
        device.Synchronize();
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds / Steps;
        var reductions = new List<(IReadOnlyList<ReductionTiming> Buckets, long BackwardEnded, long Ended)>();
        using var timings = new OpTimings(device);
        for (int i = 0; i < Steps; i++)
        {
            Step(scope, cancellation);
            if (Training && ranks.Size > 1) reductions.Add(scope.Reductions);
        }

        var result = new ProfileResult(timings.Read(), seconds, ranks.Size * Batch / seconds, Steps);
        if (reductions.Count == 0) return result;
        return result with
        {
            Reductions = [.. reductions.SelectMany((step, number) => ReductionSpan.Of(number, step.Buckets, timings.Began))],
            AllReduce = AllReduceProfile.Of(reductions),
        };
    }

    private void Step(WordModelScope scope, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (Training) scope.Train();
        else scope.Infer();
    }

    private sealed class WordModelScope : IDisposable
    {
        private readonly Device device;
        private readonly WordModel model;
        private readonly Adam optimizer;
        private readonly GradientExchange exchange;
        private readonly ICollective ranks;
        private readonly LvwLoss loss;
        private readonly float[] pictures;
        private readonly int[] labels;
        private readonly int side;
        private readonly int classes;

        public WordModelScope(Device device, TrainingSettings settings, ProfileJob job, ICollective ranks)
        {
            (this.device, this.ranks) = (device, ranks);
            exchange = new GradientExchange(ranks, device);
            (classes, side) = (job.Classes, job.Side);
            model = ModelFiles.CreateWords(device, settings, classes);
            if (side == 0) side = BackboneCatalogue.Default.InputSide(settings.Backbone);
            model.Train(job.Training);
            optimizer = new Adam(new ParameterGroup("all", model.Parameters(""), 1e-4));
            loss = new LvwLoss(settings.Loss, side);
            var random = new Philox(settings.Seed);
            pictures = new float[job.Batch * side * side * 3];
            random.FillNormal(pictures);
            labels = [.. Enumerable.Range(0, job.Batch).Select(n => n % classes)];
        }

        /// <summary>The last step's reductions, when its backward pass ended, and when the sums were there.</summary>
        public (IReadOnlyList<ReductionTiming> Buckets, long BackwardEnded, long Ended) Reductions { get; private set; }

        public void Train()
        {
            using Step step = device.BeginStep();
            WordOutput output = model.Read(step.Input(pictures, [labels.Length, side, side, 3]));
            Shape map = output.Distances.Shape;
            Tensor attention = step.Input(new float[map[0] * map[1] * map[2]], [map[0], map[1], map[2]]);
            Tensor teacher = step.Input(new float[labels.Length * classes], [labels.Length, classes]);
            LossBreakdown terms = loss.Compute(model.Head, output, new LossTargets(step.InputIndices(labels, [labels.Length]), attention, teacher));
            if (ranks.Size == 1) terms.Total.Backward();
            else BackwardTogether(terms.Total);
            optimizer.Step();
        }

        public void Infer()
        {
            using Step step = device.BeginInference();
            model.Forward(step.Input(pictures, [labels.Length, side, side, 3]));
        }

        public void Dispose()
        {
            exchange.Dispose();
            optimizer.Dispose();
        }

        private void BackwardTogether(Tensor loss)
        {
            exchange.Begin();
            loss.Multiply(1f / ranks.Size).Backward(exchange);
            device.Synchronize();
            long backwardEnded = Stopwatch.GetTimestamp();
            exchange.Complete();
            Reductions = (exchange.Timings, backwardEnded, Stopwatch.GetTimestamp());
        }
    }
}
