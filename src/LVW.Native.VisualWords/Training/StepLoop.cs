using System.Diagnostics;
using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Distributed;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Optimizers;
using LVW.Native.VisualWords.Data;

namespace LVW.Native.VisualWords.Training;

/// <summary>
/// The loop that all stages share: batches in order, a step each, a log line and a checkpoint each epoch, cancellation between steps. Where ranks share
/// the steps, all of them have the same weights and sums before and after each.
/// </summary>
internal sealed class StepLoop
{
    // What a killed run loses at most, where epochs are long.
    private static readonly TimeSpan SaveAfter = TimeSpan.FromMinutes(10);

    public required Device Device { get; init; }

    public required string Stage { get; init; }

    public required int Epochs { get; init; }

    public required ulong Seed { get; init; }

    public required BatchLoader Loader { get; init; }

    public required Module Model { get; init; }

    public required Optimizer Optimizer { get; init; }

    /// <summary>The factor of the learning rates at a step.</summary>
    public required Func<long, double> LearningRate { get; init; }

    /// <summary>The forward pass of a batch at a step.</summary>
    public required Func<Step, Batch, long, StepResult> Forward { get; init; }

    /// <summary>Accuracy on the validation pictures, or null where there are none.</summary>
    public required Func<double?> Validate { get; init; }

    /// <summary>Called at the end of each epoch, from 1, before its checkpoint.</summary>
    public Action<int>? AfterEpoch { get; init; }

    public required ITrainingObserver Observer { get; init; }

    /// <summary>The ranks that share the steps.</summary>
    public required ICollective Ranks { get; init; }

    /// <summary>Whose values batch norms are taken over; null for each rank's own.</summary>
    public NormalizationGroup? Group { get; init; }

    /// <summary>Runs from where the state stands to the end of the last epoch.</summary>
    public void Run(TrainingState state, CancellationToken cancellation)
    {
        int perEpoch = Loader.BatchCount;
        Observer.StageStarted(Stage, (long)Epochs * perEpoch);
        long step = state.Step;
        EpochSums sums = state.Sums;
        var watch = Stopwatch.StartNew();
        using var exchange = new GradientExchange(Ranks, Device);
        (bool stops, long saved) = (false, Stopwatch.GetTimestamp());
        for (int epoch = (int)(step / perEpoch); epoch < Epochs; epoch++)
        {
            foreach (Batch batch in Loader.Train(StageSeed, epoch, firstBatch: (int)(step % perEpoch)))
            {
                // Ranks that share a step have agreed in the one before.
                if (Ranks.Size == 1) stops = cancellation.IsCancellationRequested;
                if (stops)
                {
                    Save();
                    cancellation.ThrowIfCancellationRequested();
                    throw new OperationCanceledException();
                }

                StepReport told = One(batch, step, sums, exchange, new StepReport([], 0, cancellation.IsCancellationRequested, Stopwatch.GetElapsedTime(saved) > SaveAfter));
                stops = told.Stops;
                step++;
                if (told.Saves) Save();
            }

            ShareStatistics();
            AfterEpoch?.Invoke(epoch + 1);
            var record = new EpochRecord(
                Stage, epoch + 1, step, sums.Mean("loss"), sums.Terms.Keys.Where(name => name != "loss").ToDictionary(name => name, sums.Mean),
                sums.Right / (double)Math.Max(1, sums.Pictures), Validate(), LearningRate(step - 1), sums.Pictures / Math.Max(1e-9, sums.Seconds));
            state.Log(record);
            Observer.EpochDone(record);
            sums = new EpochSums();
            Save();
        }

        void Save()
        {
            ShareStatistics();

            // Ranks whose processors differ round differently: what is saved is what all go on with.
            SharedTensors.FromFirst(Ranks, Model);
            CountTime(state, watch);
            state.Save(step, sums, Model, Optimizer);
            saved = Stopwatch.GetTimestamp();
        }
    }

    // Every stage draws its own orders and views.
    private ulong StageSeed => Stage.Aggregate(Seed, (hash, letter) => (hash * 1099511628211UL) ^ letter);

    private void CountTime(TrainingState state, Stopwatch watch)
    {
        state.Seconds[Stage] = state.Seconds.GetValueOrDefault(Stage) + watch.Elapsed.TotalSeconds;
        watch.Restart();
    }

    private StepReport One(Batch batch, long step, EpochSums sums, GradientExchange exchange, StepReport wishes)
    {
        long start = Stopwatch.GetTimestamp();
        using Step tape = Device.BeginStep();
        if (Group is not null) Group.Participates = batch.Share.Count > 0;
        StepResult result = Forward(tape, batch, step);
        float own = result.Loss.Item();
        string? problem = float.IsFinite(own) || batch.Share.Count == 0 ? null : Diagnose(tape, step, own);
        (string, double)[] terms = [("loss", own), .. result.Terms.Select(term => (term.Name, (double)term.Value.Item()))];
        int right = batch.Share.Count == 0 ? 0 : Ranking.CountRight(result.Logits.ToArray(), batch.Labels);
        StepReport told = (wishes with { Terms = terms, Right = right }).Of(Ranks, batch.Share.Weight);
        double loss = told.Terms[0].Value;
        if (!double.IsFinite(loss)) throw new NonFiniteLossException(Ranks.GatherTexts(problem ?? "").First(text => text.Length > 0));
        if (Ranks.Size == 1) result.Loss.Backward();
        else BackwardTogether(result.Loss, batch, exchange);
        Optimizer.Step(LearningRate(step));
        sums.Add(batch.Share.Labels.Length, told.Right, Stopwatch.GetElapsedTime(start).TotalSeconds, told.Terms);
        Observer.StepDone(step + 1, loss, batch.Share.Labels.Length);
        return told;
    }

    private void BackwardTogether(Tensor loss, Batch batch, GradientExchange exchange)
    {
        exchange.Begin();
        loss.Multiply((float)batch.Share.Weight).Backward(exchange);
        exchange.Complete();
    }

    // Running statistics that each rank has taken over its own pictures become their mean; what is equal stays as it is, bit for bit.
    private void ShareStatistics()
    {
        if (Ranks.Size == 1 || Group is not null) return;
        foreach (StateEntry entry in Model.State().Where(entry => entry.IsBuffer))
        {
            double[] sums = [.. entry.Parameter.ToArray()];
            Ranks.AllReduce(sums);
            entry.Parameter.Set([.. sums.Select(sum => (float)(sum / Ranks.Size))]);
        }
    }

    private string Diagnose(Step tape, long step, float loss)
    {
        string source = tape.FirstNonFinite() is { } origin ? $"it first appears in {origin}" : "the loss alone overflowed";
        return $"{Stage}: the loss is {loss} at step {step + 1}; {source}. The last good checkpoint is kept; train into a new folder with lower learning rates (--set {Stage}.backboneLearningRate=…).";
    }
}
