using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Distributed;
using LVW.Native.Engine.Memory;
using LVW.Native.Imaging;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.VisualWords.Training;

/// <summary>What every stage of a run needs.</summary>
internal sealed class RunContext
{
    public RunContext(
        TrainingSettings settings,
        Device device,
        RunFolder folder,
        DataSplits splits,
        PixelNormalization normalization,
        int side,
        ITrainingObserver observer,
        BackboneCatalogue? backbones = null,
        ImageCodecs? codecs = null,
        ICollective? ranks = null)
    {
        Ranks = ranks ?? new SingleProcess();
        Normalization = settings.SyncBatchNorm && Ranks.Size > 1 ? new NormalizationGroup(Ranks) : null;
        Backbones = backbones ?? BackboneCatalogue.Default;
        (Settings, Device, Folder, Splits, Observer, Side) = (settings, device, folder, splits, observer, side);
        Cache = new PictureCache((long)settings.Data.CacheMebibytes << 20, codecs);
        Transform = new PairedTransform(ViewOptions.Of(settings, side), normalization);
        TrainLoader = Loader(splits.Train);
        BaseTrainLoader = settings.Base.Augmentation is { } own
            ? new BatchLoader(splits.Train, new PairedTransform(ViewOptions.Of(settings, side, own), normalization), Cache, settings.BatchSize, Share)
            : TrainLoader;
        ValidationLoader = Loader(splits.Validation);
        TestLoader = Loader(splits.Test);
    }

    public TrainingSettings Settings { get; }

    public Device Device { get; }

    public BackboneCatalogue Backbones { get; }

    /// <summary>The processes that share the work; loaders read this one's part.</summary>
    public ICollective Ranks { get; }

    /// <summary>Whose values batch norms are taken over in training; null for each rank's own.</summary>
    public NormalizationGroup? Normalization { get; }

    public RunFolder Folder { get; }

    public DataSplits Splits { get; }

    public ITrainingObserver Observer { get; }

    public int Side { get; }

    public PictureCache Cache { get; }

    public PairedTransform Transform { get; }

    public BatchLoader TrainLoader { get; }

    /// <summary>The training pictures as the base model sees them.</summary>
    public BatchLoader BaseTrainLoader { get; }

    public BatchLoader ValidationLoader { get; }

    public BatchLoader TestLoader { get; }

    public int Classes => Splits.Classes.Count;

    /// <summary>Share of pictures whose largest logit is the true class's; null where there are no pictures.</summary>
    public double? Accuracy(BatchLoader loader, Func<Engine.Tensor, Engine.Tensor> logits)
    {
        if (loader.Set.Pictures.Count == 0) return null;
        int right = 0;
        foreach (Batch batch in loader.Evaluate())
        {
            using Step step = Device.BeginInference();
            right += Ranking.CountRight(logits(step.Input(batch.Values, [batch.Count, batch.Side, batch.Side, 3])).ToArray(), batch.Labels);
        }

        return Ranks.Sum(right) / loader.Set.Pictures.Count;
    }

    private BatchLoader Loader(PictureSet set) => new(set, Transform, Cache, Settings.BatchSize, Share);

    private DataShare Share => new(Ranks.Rank, Ranks.Size);
}
