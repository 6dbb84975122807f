namespace LVW.Native.VisualWords.Training.Settings;

/// <summary>The base classifier that the words explain.</summary>
public sealed record BaseSettings
{
    /// <summary>Passes over the training pictures; 0 takes the backbone as it is and fits the classifier alone.</summary>
    public int Epochs { get; init; } = 40;

    /// <summary>Peak learning rate of the backbone.</summary>
    public double BackboneLearningRate { get; init; } = 1e-4;

    /// <summary>Peak learning rate of the classifier.</summary>
    public double ClassifierLearningRate { get; init; } = 1e-3;

    /// <summary>Weight decay.</summary>
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>Share of the run over which learning rates rise.</summary>
    public double WarmupFraction { get; init; } = 0.05;

    /// <summary>Label smoothing, 0 to 1.</summary>
    public double LabelSmoothing { get; init; } = 0.1;

    /// <summary>Probability of dropping a feature before the classifier.</summary>
    public double Dropout { get; init; } = 0.5;

    /// <summary>Decay of the running average of the weights, by step; 0 keeps the last weights.</summary>
    public double AverageDecay { get; init; }
}
