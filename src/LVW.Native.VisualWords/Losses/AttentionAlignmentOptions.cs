namespace LVW.Native.VisualWords.Losses;

/// <summary>The constants of the attention-guided alignment term.</summary>
/// <param name="Words">K, words that take part, those nearest to the picture; at least 1.</param>
/// <param name="Height">Height of the maps that are compared, in pixels: the input picture's.</param>
/// <param name="Width">Width of the maps that are compared, in pixels.</param>
/// <param name="AlignCorners">The resampling rule, for prediction and target alike; false: half-pixel centres.</param>
/// <param name="Delta">δ, added to the maximum when the map is normalised; squared, to the variances of a correlation.</param>
/// <param name="Epsilon">
/// Above 0: the maps hold distances d, and their similarity ln((d + 1)/(d + ε)) is worked out for the K chosen words alone. 0: they hold similarities.
/// </param>
/// <param name="Measure">How the maps are compared.</param>
public readonly record struct AttentionAlignmentOptions(
    int Words, int Height, int Width, bool AlignCorners = false, float Delta = 1e-5f, float Epsilon = 0, AlignmentMeasure Measure = AlignmentMeasure.SquaredError);
