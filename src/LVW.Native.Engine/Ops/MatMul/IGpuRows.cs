namespace LVW.Native.Engine.Ops.MatMul;

/// <summary>Where the rows of a result lie in memory; columns follow each other.</summary>
internal interface IGpuRows
{
    /// <summary>The place of column 0 of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="group">Group of channels.</param>
    /// <param name="slice">Slice of the sum, where slices are written apart.</param>
    int Place(int row, int group, int slice);
}

/// <summary>Rows at equal distances.</summary>
/// <param name="stride">From one row to the next.</param>
/// <param name="groupStride">From one group to the next.</param>
/// <param name="sliceStride">From one slice to the next.</param>
internal readonly struct GpuMatrixRows(int stride, int groupStride, int sliceStride = 0) : IGpuRows
{
    public int Place(int row, int group, int slice) => (slice * sliceStride) + (group * groupStride) + (row * stride);
}
