namespace LVW.Native.VisualWords.Training.Settings;

/// <summary>What the methods set, apart from single corrections.</summary>
internal static class MethodOverlays
{
    private const double PublishedCluster = 0.8;
    private const double PublishedSeparation = 0.08;
    private const int PublishedProjectionEpochs = 10;

    /// <summary>
    /// ProtoPNet's terms and weights, its last layer (fixed at +1 and −0.5 until the words are real patches, then a convex fit whose penalty spares weights to
    /// the own class), its add-on layers and its projection (within the class, patches may be shared). Engine, backbone, start, schedule and number of words are
    /// those of lvw.
    /// </summary>
    public static TrainingSettings ProtoPNet(TrainingSettings settings)
    {
        settings = PublishedAddOn(settings);
        return settings with
        {
            Words = settings.Words with { Shared = false },
            Loss = settings.Loss with { CrossEntropy = 1, Cluster = PublishedCluster, Separation = PublishedSeparation, Coverage = 0, Attention = 0, Correlation = 0, Distillation = 0 },
            Warm = settings.Warm with { LastLayerLearningRate = 0 },
            Joint = settings.Joint with { LastLayerLearningRate = 0 },
            Projection = settings.Projection with { Distinct = false },
            LastLayer = settings.LastLayer with { Distillation = 0 },
        };
    }

    /// <summary>Two convolutions and a sigmoid before the words, with the published learning rate, where the preset has linear layers.</summary>
    public static TrainingSettings PublishedAddOn(TrainingSettings settings)
    {
        if (settings.Words.AddOn != "linear") return settings;
        TrainingSettings paper = Presets.Get("paper");
        return settings with
        {
            Words = settings.Words with { AddOn = paper.Words.AddOn },
            Warm = settings.Warm with { AddOnLearningRate = paper.Warm.AddOnLearningRate },
            Joint = settings.Joint with { AddOnLearningRate = paper.Joint.AddOnLearningRate },
        };
    }

    public static TrainingSettings WithoutAlignment(TrainingSettings settings) => settings with { Loss = settings.Loss with { Attention = 0, Correlation = 0 } };

    /// <summary>The separation has ProtoPNet's proportion to the cluster term, whatever the preset's weight of that is.</summary>
    public static TrainingSettings WithoutSharing(TrainingSettings settings) => settings with
    {
        Words = settings.Words with { Shared = false },
        Loss = settings.Loss with { Separation = settings.Loss.Cluster * (PublishedSeparation / PublishedCluster) },
    };

    /// <summary>
    /// The paper preset but for what makes runs comparable: backbone, weights, input, batch, base model, number and depth of words, and the numbers of epochs and
    /// steps stay.
    /// </summary>
    public static TrainingSettings Paper(TrainingSettings settings)
    {
        TrainingSettings paper = Presets.Get("paper");
        return WithAugmentation(settings, paper.Augmentation) with
        {
            Words = paper.Words with { PerClass = settings.Words.PerClass, Depth = settings.Words.Depth },
            Loss = paper.Loss with { AttentionWords = settings.Loss.AttentionWords },
            Warm = paper.Warm with { Epochs = settings.Warm.Epochs, MinimumSteps = settings.Warm.MinimumSteps },
            Joint = paper.Joint with { Epochs = settings.Joint.Epochs, MinimumSteps = settings.Joint.MinimumSteps },
            Projection = paper.Projection with { EveryEpochs = ProjectionEpochs(settings) },
            LastLayer = paper.LastLayer,
        };
    }

    /// <summary>Epochs between projections: the paper's ten, or fewer where the joint phase is so short that they would not come three times.</summary>
    public static int ProjectionEpochs(TrainingSettings settings) => Math.Clamp(settings.Joint.Epochs / 3, 1, PublishedProjectionEpochs);

    /// <summary>Other views for the words; the base model, which all methods share, goes on seeing those that it saw.</summary>
    public static TrainingSettings WithAugmentation(TrainingSettings settings, AugmentationSettings augmentation) => settings.Augmentation == augmentation ? settings : settings with
    {
        Augmentation = augmentation,
        Base = settings.Base with { Augmentation = settings.Base.Augmentation ?? settings.Augmentation },
    };
}
