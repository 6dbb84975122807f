namespace LVW.Native.VisualWords.Losses;

/// <summary>The geometry of the alignment term.</summary>
/// <param name="Pictures">N.</param>
/// <param name="Height">h, rows of the feature grid.</param>
/// <param name="Width">w, columns of the feature grid.</param>
/// <param name="Words">P.</param>
/// <param name="AttentionHeight">Rows of the attention map.</param>
/// <param name="AttentionWidth">Columns of the attention map.</param>
/// <param name="Options">K, target sizes, resampling rule, δ.</param>
internal readonly record struct AlignmentSizes(
    int Pictures, int Height, int Width, int Words, int AttentionHeight, int AttentionWidth, AttentionAlignmentOptions Options)
{
    /// <summary>Cells of the feature grid.</summary>
    public int Cells => Height * Width;
}
