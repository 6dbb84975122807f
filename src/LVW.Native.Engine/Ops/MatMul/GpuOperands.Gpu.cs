using ILGPU;

namespace LVW.Native.Engine.Ops.MatMul;

/// <summary>Where a thread stands in an operand; the operand decides what the digits mean.</summary>
internal struct GemmPlace
{
    /// <summary>The line: a row of the left operand, a column of the right one.</summary>
    public GpuTriple Line;

    /// <summary>The term of the sum.</summary>
    public GpuTriple Depth;
}

/// <summary>
/// An operand of a matrix product: lines × depth, of which a thread reads four neighbours at a time. What lies outside is zero.
/// </summary>
/// <typeparam name="TSelf">The operand.</typeparam>
internal interface IGpuOperand<TSelf>
    where TSelf : struct, IGpuOperand<TSelf>
{
    /// <summary>Whether four neighbours are four terms of a line (true) or one term of four lines.</summary>
    static abstract bool AlongDepth { get; }

    /// <summary>The operand for kernels that advance by <paramref name="depth"/> terms; called on the host.</summary>
    TSelf Stepping(int depth);

    /// <summary>The place of four neighbours.</summary>
    GemmPlace Start(int line, int depth);

    /// <summary>The place the operand's step further on in depth.</summary>
    GemmPlace Advance(GemmPlace place);

    /// <summary>The four values of a place.</summary>
    GpuQuad Load(GemmPlace place, int group);
}

/// <summary>A matrix whose lines are runs in memory: value (line, depth) lies at group · GroupStride + line · Stride + depth.</summary>
internal readonly struct LineMatrix<TAccess>(ArrayView<float> x, int lines, int depth, int stride, int groupStride, int step = 0)
    : IGpuOperand<LineMatrix<TAccess>>
    where TAccess : struct, IGpuAccess
{
    private readonly ArrayView<float> x = x;
    private readonly int lines = lines;
    private readonly int depth = depth;
    private readonly int stride = stride;
    private readonly int groupStride = groupStride;

    public static bool AlongDepth => true;

    public LineMatrix<TAccess> Stepping(int depth) => new(x, lines, this.depth, stride, groupStride, depth);

    public GemmPlace Start(int line, int depth)
    {
        GemmPlace place = default;
        place.Line.Inner = line;
        place.Depth.Inner = line < lines ? depth : this.depth;
        return place;
    }

    public GemmPlace Advance(GemmPlace place)
    {
        place.Depth.Inner += step;
        return place;
    }

    public GpuQuad Load(GemmPlace place, int group)
        => TAccess.Load(x, (group * groupStride) + (place.Line.Inner * stride) + place.Depth.Inner, depth - place.Depth.Inner);
}

/// <summary>A matrix whose lines lie side by side: value (line, depth) lies at group · GroupStride + depth · Stride + line.</summary>
internal readonly struct ColumnMatrix<TAccess>(ArrayView<float> x, int lines, int depth, int stride, int groupStride, int step = 0)
    : IGpuOperand<ColumnMatrix<TAccess>>
    where TAccess : struct, IGpuAccess
{
    private readonly ArrayView<float> x = x;
    private readonly int lines = lines;
    private readonly int depth = depth;
    private readonly int stride = stride;
    private readonly int groupStride = groupStride;

    public static bool AlongDepth => false;

    public ColumnMatrix<TAccess> Stepping(int depth) => new(x, lines, this.depth, stride, groupStride, depth);

    public GemmPlace Start(int line, int depth)
    {
        GemmPlace place = default;
        place.Line.Inner = line;
        place.Depth.Inner = depth;
        return place;
    }

    public GemmPlace Advance(GemmPlace place)
    {
        place.Depth.Inner += step;
        return place;
    }

    public GpuQuad Load(GemmPlace place, int group)
        => TAccess.Load(
            x, (group * groupStride) + (place.Depth.Inner * stride) + place.Line.Inner, place.Depth.Inner < depth ? lines - place.Line.Inner : 0);
}
