namespace LVW.Native.VisualWords.Training.Settings;

/// <summary>How a picture of any size becomes a square input.</summary>
public sealed record PreprocessingSettings
{
    /// <summary>
    /// The picture's short side before the central crop, as a multiple of the input's side (256 / 224 as torchvision does); 0 stretches
    /// the whole picture to the square, ignoring its aspect.
    /// </summary>
    public double ResizeRatio { get; init; } = 256.0 / 224;
}
