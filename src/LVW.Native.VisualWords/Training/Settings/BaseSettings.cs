namespace LVW.Native.VisualWords.Training.Settings;

/// <summary>The base classifier that the words explain.</summary>
public sealed record BaseSettings
{
    /// <summary>
    /// Where the classifier starts: <c>new</c>, drawn at random, or <c>weights</c>, the linear layer of the weights file, whose classes must be
    /// the data's in ordinal order: a network trained elsewhere is explained.
    /// </summary>
    public string Classifier { get; init; } = "new";

    /// <summary>Passes over the training pictures; 0 takes the whole network as the weights file has it, so it needs <see cref="Classifier"/> to be <c>weights</c>.</summary>
    public int Epochs { get; init; } = 30;

    /// <summary>How pictures vary while the base model is trained; null as for the words.</summary>
    public AugmentationSettings? Augmentation { get; init; }

    /// <summary>Peak learning rate of the backbone.</summary>
    public double BackboneLearningRate { get; init; } = 3e-4;

    /// <summary>Peak learning rate of the classifier.</summary>
    public double ClassifierLearningRate { get; init; } = 1e-3;

    /// <summary>Weight decay.</summary>
    public double WeightDecay { get; init; } = 1e-2;

    /// <summary>Share of the run over which learning rates rise.</summary>
    public double WarmupFraction { get; init; } = 0.05;

    /// <summary>Label smoothing, 0 to 1.</summary>
    public double LabelSmoothing { get; init; } = 0.1;

    /// <summary>Whether decay shrinks the weights directly (AdamW) instead of entering the gradient (Adam with L2).</summary>
    public bool DecoupledDecay { get; init; } = true;

    /// <summary>Stages of a pretrained backbone that stay frozen, from the front; null takes the backbone's own suggestion. Without weights, none.</summary>
    public int? FrozenStages { get; init; }

    /// <summary>Probability of dropping a feature before the classifier.</summary>
    public double Dropout { get; init; } = 0.2;
}
