using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.VisualWords.Data;

/// <summary>How a picture of any size becomes a square input, and how training views of it vary.</summary>
public sealed record ViewOptions
{
    /// <summary>Side of the input, in pixels.</summary>
    public required int Side { get; init; }

    /// <summary>
    /// The picture's short side before the central crop, in pixels; 0 stretches the whole picture to the square, ignoring its aspect. Less than
    /// <see cref="Side"/> leaves a black frame.
    /// </summary>
    public int ResizeSide { get; init; }

    /// <summary>Probability of a horizontal flip.</summary>
    public double Flip { get; init; }

    /// <summary>Smallest share of the area that a random crop keeps; 1 takes the evaluation view.</summary>
    public double MinimumArea { get; init; } = 1;

    /// <summary>Largest aspect ratio of a random crop, or its inverse.</summary>
    public double MaximumAspect { get; init; } = 1;

    /// <summary>Largest relative change of brightness.</summary>
    public double Brightness { get; init; }

    /// <summary>Largest relative change of contrast.</summary>
    public double Contrast { get; init; }

    /// <summary>Largest relative change of saturation.</summary>
    public double Saturation { get; init; }

    /// <summary>The views that a run's settings ask for.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="side">Side of the input, in pixels.</param>
    /// <param name="augmentation">How training views vary, if not as the settings say.</param>
    public static ViewOptions Of(TrainingSettings settings, int side, AugmentationSettings? augmentation = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        augmentation ??= settings.Augmentation;
        return new ViewOptions
        {
            Side = side,
            ResizeSide = (int)Math.Round(settings.Preprocessing.ResizeRatio * side),
            Flip = augmentation.Flip,
            MinimumArea = augmentation.MinimumArea,
            MaximumAspect = augmentation.MaximumAspect,
            Brightness = augmentation.Brightness,
            Contrast = augmentation.Contrast,
            Saturation = augmentation.Saturation,
        };
    }
}
