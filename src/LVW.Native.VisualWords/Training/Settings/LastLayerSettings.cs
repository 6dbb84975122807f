namespace LVW.Native.VisualWords.Training.Settings;

/// <summary>How the last layer is fitted after a projection.</summary>
public sealed record LastLayerSettings
{
    /// <summary><c>converged</c> (the optimum of the convex problem) or <c>epochs</c> (Adam for a number of epochs).</summary>
    public string Method { get; init; } = "converged";

    /// <summary>Augmented views of each picture whose scores are fitted besides the plain and the mirrored one.</summary>
    public int AugmentedViews { get; init; } = 4;

    /// <summary>Epochs of the second method.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Learning rate of the second method.</summary>
    public double LearningRate { get; init; } = 1e-4;

    /// <summary>Weight of the sum of |W|.</summary>
    public double L1 { get; init; } = 1e-4;

    /// <summary>Weight of the distillation of the base model’s logits, for the first method; the temperature is the loss's.</summary>
    public double Distillation { get; init; } = 2;
}
