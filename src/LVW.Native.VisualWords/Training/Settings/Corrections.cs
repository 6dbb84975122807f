namespace LVW.Native.VisualWords.Training.Settings;

/// <summary>The corrections to the published method, each turned back alone to what the paper preset does, and all at once.</summary>
internal static class Corrections
{
    private const string Decisions = "src/DECISIONS.md";

    public static IReadOnlyList<TrainingMethod> All { get; } =
    [
        Of("without-view-attention", "one stored attention map for each whole picture instead of a look at the very view; no crops", WholePictures),
        Of("without-same-flips", "the same, and map and picture are mirrored by draws of their own: hold it against without-view-attention", settings =>
        {
            TrainingSettings whole = WholePictures(settings);
            return whole with { Loss = whole.Loss with { SeparateFlips = true } };
        }),
        Of("without-correlation", "alignment by L_att alone, without the correlation of maps", settings => settings with { Loss = settings.Loss with { Correlation = 0 } }),
        Of("without-schedule", "learning rates stay constant instead of falling to zero over each phase", settings => settings with
        {
            Warm = settings.Warm with { Schedule = "constant" },
            Joint = settings.Joint with { Schedule = "constant" },
        }),
        Of("without-base-start", "the words' backbone starts from the pretrained weights instead of the base model", settings => settings with { Words = settings.Words with { StartFromBase = false } }),
        Of("without-distillation", "labels are taught to the words and the last layer, the base model's logits to neither", settings => settings with
        {
            Loss = settings.Loss with { CrossEntropy = 1, Distillation = 0 },
            LastLayer = settings.LastLayer with { Distillation = 0 },
        }),
        Of("without-half-pixels", "maps are resampled corner on corner, in the evaluation too", settings => settings with { Loss = settings.Loss with { AlignCorners = true } }),
        Of("without-late-projection", "words are projected, and the last layer fitted, every ten epochs or a third of the joint phase too", settings => settings with
        {
            Projection = settings.Projection with { EveryEpochs = MethodOverlays.ProjectionEpochs(settings) },
        }),
        Of("without-distinct-patches", "several words may take the same patch", settings => settings with { Projection = settings.Projection with { Distinct = false } }),
        Of("without-converged-fit", "the last layer is fitted by 20 epochs of Adam instead of to convergence", settings =>
        {
            LastLayerSettings paper = Presets.Get("paper").LastLayer;
            return settings with { LastLayer = settings.LastLayer with { Method = paper.Method, Epochs = paper.Epochs, LearningRate = paper.LearningRate, AugmentedViews = paper.AugmentedViews } };
        }),
        Of("without-trained-last-layer", "the last layer stays at +1 and −0.5 until words are projected", settings => settings with
        {
            Warm = settings.Warm with { LastLayerLearningRate = 0 },
            Joint = settings.Joint with { LastLayerLearningRate = 0 },
        }),
        Of("without-linear-space", "two convolutions and a sigmoid before the words instead of principal directions and length 1", MethodOverlays.PublishedAddOn),
        Of("without-scaled-features", "the same, and features are not scaled and weights not shrunk, so that the sigmoid starts saturated: hold it against without-linear-space", settings =>
        {
            TrainingSettings published = MethodOverlays.PublishedAddOn(settings);
            return published with { Words = published.Words with { ScaleFeatures = false, OutputScale = 1 } };
        }),
        Of("without-patch-start", "words start at random instead of at real patches", settings => settings with { Words = settings.Words with { Initialization = "uniform" } }),
        Of("without-coverage", "no term that keeps every word near a patch", settings => settings with { Loss = settings.Loss with { Coverage = 0 } }),
        Of("paper", "all of these at once: the paper preset's values for words, losses, phases, projection and last layer", MethodOverlays.Paper),
    ];

    private static TrainingSettings WholePictures(TrainingSettings settings) => MethodOverlays.WithAugmentation(settings, settings.Augmentation with { MinimumArea = 1 }) with
    {
        Loss = settings.Loss with { AttentionSource = "picture" },
    };

    private static TrainingMethod Of(string name, string description, Func<TrainingSettings, TrainingSettings> overlay) => Methods.Of(name, description, Decisions, overlay);
}
