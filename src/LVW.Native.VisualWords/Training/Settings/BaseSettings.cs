namespace LVW.Native.VisualWords.Training.Settings;

/// <summary>The base classifier that the words explain.</summary>
public sealed record BaseSettings
{
    /// <summary>Passes over the training pictures; 0 takes the backbone as it is and fits the classifier alone.</summary>
    public int Epochs { get; init; } = 30;

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
