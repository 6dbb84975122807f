namespace LVW.Native.VisualWords.Losses;

/// <summary>An <see cref="AlignmentSizes"/> as kernels take it.</summary>
internal readonly struct GpuAlignment(in AlignmentSizes sizes)
{
    /// <summary>Threads of a group.</summary>
    public const int Threads = 256;

    /// <summary>Pixels of a thread; a group has a block of them, whose sums and maxima are put together later.</summary>
    public const int PixelsOfThread = 4;

    /// <summary>N.</summary>
    public readonly int Pictures = sizes.Pictures;

    /// <summary>h.</summary>
    public readonly int Height = sizes.Height;

    /// <summary>w.</summary>
    public readonly int Width = sizes.Width;

    /// <summary>P.</summary>
    public readonly int Words = sizes.Words;

    /// <summary>K.</summary>
    public readonly int Chosen = sizes.Options.Words;

    /// <summary>Rows of pixels.</summary>
    public readonly int PixelRows = sizes.Options.Height;

    /// <summary>Columns of pixels.</summary>
    public readonly int PixelColumns = sizes.Options.Width;

    /// <summary>Cells of the attention map.</summary>
    public readonly int AttentionCells = sizes.AttentionHeight * sizes.AttentionWidth;

    /// <summary>Columns of the attention map.</summary>
    public readonly int AttentionWidth = sizes.AttentionWidth;

    /// <summary>δ.</summary>
    public readonly float Delta = sizes.Options.Delta;

    /// <summary>ε, or 0 where the maps hold similarities.</summary>
    public readonly float Epsilon = sizes.Options.Epsilon;

    /// <summary>Cells of the feature grid.</summary>
    public int Cells => Height * Width;

    /// <summary>Pixels of a picture.</summary>
    public int Pixels => PixelRows * PixelColumns;

    /// <summary>Blocks of pixels of a picture.</summary>
    public int Blocks => (Pixels + (Threads * PixelsOfThread) - 1) / (Threads * PixelsOfThread);
}
