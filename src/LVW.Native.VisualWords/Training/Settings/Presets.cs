namespace LVW.Native.VisualWords.Training.Settings;

/// <summary>Named starting points for <see cref="TrainingSettings"/>.</summary>
public static class Presets
{
    /// <summary>The names, the default first.</summary>
    public static IReadOnlyList<string> Names { get; } = ["recommended", "quick", "paper"];

    /// <summary>The settings of a preset.</summary>
    /// <exception cref="SettingsException">There is no such preset.</exception>
    public static TrainingSettings Get(string name) => name switch
    {
        "recommended" => Recommended,
        "quick" => Quick,
        "paper" => Paper,
        _ => throw new SettingsException($"preset: there is no '{name}'. Choose one of {string.Join(", ", Names)}."),
    };

    // The published method with its corrections; each is switchable and explained in src/DECISIONS.md.
    private static TrainingSettings Recommended { get; } = new()
    {
        Words = new WordSettings { AddOn = "linear" },
        Warm = new PhaseSettings { MinimumSteps = 400, AddOnLearningRate = 1e-3, LastLayerLearningRate = 1e-2, WeightDecay = 0 },
        Joint = new PhaseSettings { Epochs = 30, BackboneLearningRate = 3e-4, AddOnLearningRate = 1e-3, LastLayerLearningRate = 3e-3, WeightDecay = 0 },
        Loss = new LossSettings { CrossEntropy = 0, Attention = 10, Correlation = 10, Distillation = 10 },
        LastLayer = new LastLayerSettings { Distillation = 10 },
    };

    // Small pictures, a network from scratch, minutes: demos and tests.
    private static TrainingSettings Quick { get; } = new()
    {
        Preset = "quick",
        Backbone = "resnet8-slim",
        BatchSize = 32,
        Preprocessing = new PreprocessingSettings { ResizeRatio = 0 },
        Augmentation = new AugmentationSettings { MinimumArea = 1, Brightness = 0.1, Contrast = 0.1, Saturation = 0.1 },
        Base = new BaseSettings { Epochs = 13, BackboneLearningRate = 4e-3, ClassifierLearningRate = 4e-3, WeightDecay = 5e-2, Dropout = 0, LabelSmoothing = 0.05 },
        Words = new WordSettings { PerClass = 4, Depth = 64, AddOn = "linear" },
        Warm = new PhaseSettings { MinimumSteps = 200, LastLayerLearningRate = 1e-2, WeightDecay = 0 },
        Joint = new PhaseSettings { Epochs = 6, BackboneLearningRate = 2e-4, LastLayerLearningRate = 3e-3, WeightDecay = 0 },
        LastLayer = new LastLayerSettings { AugmentedViews = 0 },
        Evaluation = new EvaluationSettings { PerturbationPictures = 36 },
    };

    // Sections 2 to 5 of the paper to the letter.
    private static TrainingSettings Paper { get; } = new()
    {
        Preset = "paper",
        Backbone = "resnet34",
        BatchSize = 80,
        Preprocessing = new PreprocessingSettings { ResizeRatio = 0 },
        Augmentation = new AugmentationSettings { MinimumArea = 1, Brightness = 0, Contrast = 0, Saturation = 0 },
        Base = new BaseSettings { Epochs = 30, BackboneLearningRate = 1e-4, ClassifierLearningRate = 1e-4, WeightDecay = 0, FrozenStages = 0, WarmupFraction = 0, LabelSmoothing = 0, Dropout = 0 },
        Words = new WordSettings { ScaleFeatures = false, OutputScale = 1, Initialization = "uniform", StartFromBase = false },
        Loss = new LossSettings { Cluster = 0.8, Coverage = 0, AlignCorners = true, Distillation = 0, AttentionSource = "picture" },
        Warm = new PhaseSettings { Epochs = 10, Attention = false, Schedule = "constant" },
        Joint = new PhaseSettings { Epochs = 191, BackboneLearningRate = 1e-4, Schedule = "constant" },
        Projection = new ProjectionSettings { EveryEpochs = 10, Distinct = false },
        LastLayer = new LastLayerSettings { Method = "epochs", AugmentedViews = 0, Distillation = 0 },
    };
}
