namespace LVW.Native.Engine.Ops.Shaping;

/// <summary>Where a box lies in one of its two blocks, in elements.</summary>
/// <param name="Start">The first element.</param>
/// <param name="Stride0">From one index of the outermost dimension to the next.</param>
/// <param name="Stride1">The same for the second dimension.</param>
/// <param name="Stride2">The same for the third dimension.</param>
/// <param name="Stride3">The same for the innermost dimension.</param>
internal readonly record struct BoxSide(long Start, long Stride0, long Stride1, long Stride2, long Stride3)
{
    /// <summary>The side when the rows have become one with the innermost dimension.</summary>
    public BoxSide WithoutRows => new(Start, 0, Stride0, Stride1, Stride3);

    /// <summary>The first element of a row.</summary>
    public long Row(int i, int j, int k) => Start + (i * Stride0) + (j * Stride1) + (k * Stride2);
}
