namespace LVW.Native.VisualWords.Training.Settings;

/// <summary>One phase of training the words.</summary>
public sealed record PhaseSettings
{
    /// <summary>Passes over the training pictures.</summary>
    public int Epochs { get; init; } = 0;

    /// <summary>Fewest steps, whatever the number of pictures: cross-entropy breaks out of the cluster term only after some hundred.</summary>
    public int MinimumSteps { get; init; } = 0;

    /// <summary>Peak learning rate of the backbone; 0 freezes it.</summary>
    public double BackboneLearningRate { get; init; }

    /// <summary>Peak learning rate of the add-on layers.</summary>
    public double AddOnLearningRate { get; init; } = 3e-3;

    /// <summary>Peak learning rate of the words.</summary>
    public double WordLearningRate { get; init; } = 3e-3;

    /// <summary>Peak learning rate of the last layer; 0 leaves it alone.</summary>
    public double LastLayerLearningRate { get; init; }

    /// <summary>L2 decay of backbone and add-on layers.</summary>
    public double WeightDecay { get; init; } = 1e-3;

    /// <summary>How learning rates change: <c>cosine</c> (to zero over the phase), <c>constant</c> or <c>step</c> (a tenth every five epochs).</summary>
    public string Schedule { get; init; } = "cosine";

    /// <summary>Whether the terms that align maps with the base model's attention take part.</summary>
    public bool Attention { get; init; } = true;
}
