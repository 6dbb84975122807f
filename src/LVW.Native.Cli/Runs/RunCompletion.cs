using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Distributed;
using LVW.Native.VisualWords.Attention;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Sets;
using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Explanation;
using LVW.Native.VisualWords.Explanation.Report;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.Cli.Runs;

/// <summary>What comes after training: figures on the test pictures, the report, and last the file of figures that marks the run as finished.</summary>
/// <param name="device">Where the models live.</param>
/// <param name="folder">The run.</param>
/// <param name="settings">Its settings.</param>
/// <param name="splits">Its pictures.</param>
/// <param name="places">Where their subjects and parts are.</param>
/// <param name="ranks">The processes that trained it; all measure, rank 0 writes.</param>
internal sealed class RunCompletion(Device device, RunFolder folder, TrainingSettings settings, DataSplits splits, KnownPlaces places, ICollective ranks)
{
    private readonly PictureCache cache = new((long)settings.Data.CacheMebibytes << 20);

    public Metrics Complete(TrainedModels trained, ITrainingObserver observer, CancellationToken cancellation)
    {
        RunDescription description = ranks.FromFirst(ranks.Rank == 0 ? folder.ReadDescription() : null)!;
        PairedTransform transform = LoadedRun.Views(settings, description);
        var reader = new ModelReader(device, trained.Base, trained.Words, AttentionMethods.Find(settings.Evaluation.Attention), ranks);
        EvaluationResult result = new Evaluator(reader, transform, cache, EvaluationOptions.Of(settings), TimeProvider.System).Evaluate(
            splits.Train, splits.Test, trained.Sources, places.PartsOf, Stage, places.RegionOf);
        Metrics metrics = result.Metrics.With(trained, settings.Seed, device.HostThreads);
        Stage("report");
        if (ranks.Rank != 0) return metrics;
        var builder = new ReportBuilder(LoadedRun.Explainer(reader, transform, description, trained.Sources, settings, result.Calibration), transform, cache, settings.Evaluation.ReportPictures);
        string dataSet = DataSets.TitleOf(splits.Root);
        HtmlReport.Write(
            builder.Build(new RunRecord
            {
                Header = LoadedRun.Header(settings, dataSet, device.HostThreads),
                Train = splits.Train,
                Test = splits.Test,
                Evaluation = result,
                Metrics = metrics,
                Log = TrainingLog.Parse(File.Exists(folder.LogFile) ? File.ReadLines(folder.LogFile) : []),
                SettingsJson = SettingsReader.Write(settings),
            }),
            folder.ReportFile);
        result.Calibration.Write(folder.CalibrationFile);
        RunFindings.Of(result, trained.Words.Head.Options.Epsilon).Write(folder.FindingsFile);
        metrics.Write(folder.MetricsFile);
        return metrics;

        void Stage(string name)
        {
            ranks.StopTogether(cancellation);
            observer.StageStarted(name, 0);
        }
    }
}
