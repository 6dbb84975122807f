namespace LVW.Native.VisualWords.Training.Settings;

/// <summary>How training pictures vary.</summary>
public sealed record AugmentationSettings
{
    /// <summary>Probability of a horizontal flip.</summary>
    public double Flip { get; init; } = 0.5;

    /// <summary>Smallest share of the area that a random crop keeps; 1 keeps the whole picture, ignoring its aspect.</summary>
    public double MinimumArea { get; init; } = 0.35;

    /// <summary>Largest aspect ratio (width by height, or its inverse) of a random crop.</summary>
    public double MaximumAspect { get; init; } = 1.3333;

    /// <summary>Largest relative change of brightness.</summary>
    public double Brightness { get; init; } = 0.2;

    /// <summary>Largest relative change of contrast.</summary>
    public double Contrast { get; init; } = 0.2;

    /// <summary>Largest relative change of saturation.</summary>
    public double Saturation { get; init; } = 0.2;
}
