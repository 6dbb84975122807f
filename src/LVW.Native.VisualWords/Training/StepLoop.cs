using System.Diagnostics;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Optimizers;
using LVW.Native.VisualWords.Data;

namespace LVW.Native.VisualWords.Training;

/// <summary>The loop that all stages share: batches in order, a step each, a log line and a checkpoint each epoch, cancellation between steps.</summary>
internal sealed class StepLoop
{
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

    /// <summary>Runs from where the state stands to the end of the last epoch.</summary>
    public void Run(TrainingState state, CancellationToken cancellation)
    {
        int perEpoch = Loader.BatchCount;
        Observer.StageStarted(Stage, (long)Epochs * perEpoch);
        long step = state.Step;
        EpochSums sums = state.Sums;
        var watch = Stopwatch.StartNew();
        for (int epoch = (int)(step / perEpoch); epoch < Epochs; epoch++)
        {
            foreach (Batch batch in Loader.Train(StageSeed, epoch, firstBatch: (int)(step % perEpoch)))
            {
                if (cancellation.IsCancellationRequested)
                {
                    CountTime(state, watch);
                    state.Save(step, sums, Model, Optimizer);
                    cancellation.ThrowIfCancellationRequested();
                }

                One(batch, step, sums);
                step++;
            }

            AfterEpoch?.Invoke(epoch + 1);
            var record = new EpochRecord(
                Stage, epoch + 1, step, sums.Mean("loss"), sums.Terms.Keys.Where(name => name != "loss").ToDictionary(name => name, sums.Mean),
                sums.Right / (double)Math.Max(1, sums.Pictures), Validate(), LearningRate(step - 1), sums.Pictures / Math.Max(1e-9, sums.Seconds));
            state.Log(record);
            Observer.EpochDone(record);
            sums = new EpochSums();
            CountTime(state, watch);
            state.Save(step, sums, Model, Optimizer);
        }
    }

    // Every stage draws its own orders and views.
    private ulong StageSeed => Stage.Aggregate(Seed, (hash, letter) => (hash * 1099511628211UL) ^ letter);

    private void CountTime(TrainingState state, Stopwatch watch)
    {
        state.Seconds[Stage] = state.Seconds.GetValueOrDefault(Stage) + watch.Elapsed.TotalSeconds;
        watch.Restart();
    }

    private void One(Batch batch, long step, EpochSums sums)
    {
        long start = Stopwatch.GetTimestamp();
        using Step tape = Device.BeginStep();
        StepResult result = Forward(tape, batch, step);
        float loss = result.Loss.Item();
        if (!float.IsFinite(loss)) throw new NonFiniteLossException(Diagnose(tape, step, loss));
        (string, double)[] terms = [("loss", loss), .. result.Terms.Select(term => (term.Name, (double)term.Value.Item()))];
        int right = Ranking.CountRight(result.Logits.ToArray(), batch.Labels);
        result.Loss.Backward();
        Optimizer.Step(LearningRate(step));
        sums.Add(batch.Count, right, Stopwatch.GetElapsedTime(start).TotalSeconds, terms);
        Observer.StepDone(step + 1, loss, batch.Count);
    }

    private string Diagnose(Step tape, long step, float loss)
    {
        string source = tape.FirstNonFinite() is { } origin ? $"it first appears in {origin}" : "the loss alone overflowed";
        return $"{Stage}: the loss is {loss} at step {step + 1}; {source}. The last good checkpoint is kept; train into a new folder with lower learning rates (--set {Stage}.backboneLearningRate=…).";
    }
}
