using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Distributed;
using LVW.Native.VisualWords.Attention;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.Cli.Runs;

/// <summary>A run of the base model alone: trained, measured on the test pictures, and the file of figures last.</summary>
/// <param name="device">Where the model lives.</param>
/// <param name="folder">The run.</param>
/// <param name="settings">Its settings.</param>
/// <param name="splits">Its pictures.</param>
/// <param name="ranks">The processes that train it; all measure it, rank 0 writes.</param>
internal sealed class BaseCompletion(Device device, RunFolder folder, TrainingSettings settings, DataSplits splits, ICollective ranks)
{
    public Metrics Run(ITrainingObserver observer, CancellationToken cancellation)
    {
        (BaseClassifier model, IReadOnlyDictionary<string, double> seconds) = new TrainingRun(device, folder, settings, splits, observer, ranks: ranks).RunBase(cancellation);
        RunDescription description = ranks.FromFirst(ranks.Rank == 0 ? folder.ReadDescription() : null)!;
        var evaluator = new BaseEvaluator(
            device,
            model,
            AttentionMethods.Find(settings.Evaluation.Attention),
            LoadedRun.Views(settings, description),
            new PictureCache((long)settings.Data.CacheMebibytes << 20),
            EvaluationOptions.Of(settings),
            TimeProvider.System,
            ranks);
        Metrics metrics = evaluator.Evaluate(splits.Train, splits.Test, name =>
        {
            ranks.StopTogether(cancellation);
            observer.StageStarted(name, 0);
        }).With(seconds, settings.Seed, device.HostThreads);
        if (ranks.Rank == 0) metrics.Write(folder.MetricsFile);
        return metrics;
    }
}
