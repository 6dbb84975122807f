using ILGPU;
using LVW.Native.Engine.Ops.MatMul;

namespace LVW.Native.Engine.Ops.Convolution;

/// <summary>Filters [K, R, S, C / Groups] as an input gradient reads them: lines are channels, terms are (r, s, k) over the taps of one phase.</summary>
internal readonly struct FilterLines<TAccess> : IGpuOperand<FilterLines<TAccess>>
    where TAccess : struct, IGpuAccess
{
    private readonly ArrayView<float> w;
    private readonly int rows;
    private readonly int columns;
    private readonly int channels;
    private readonly int filters;
    private readonly int tapRows;
    private readonly int firstRow;
    private readonly int firstColumn;
    private readonly int rowStep;
    private readonly int columnStep;
    private readonly GpuRadix terms;
    private readonly GpuTriple step;

    /// <summary>The filters of a geometry.</summary>
    /// <param name="w">The filters.</param>
    /// <param name="g">The sizes.</param>
    /// <param name="tapRows">The rows of taps of the phase.</param>
    /// <param name="tapColumns">Its columns of taps.</param>
    /// <param name="terms">Takes terms apart.</param>
    public FilterLines(ArrayView<float> w, in Conv2dGeometry g, TapLattice tapRows, TapLattice tapColumns, GpuRadix terms)
    {
        this.w = w;
        rows = g.R;
        columns = g.S;
        channels = g.GroupC;
        filters = g.GroupK;
        this.tapRows = tapRows.Count;
        firstRow = tapRows.Tap;
        firstColumn = tapColumns.Tap;
        rowStep = tapRows.TapStep;
        columnStep = tapColumns.TapStep;
        this.terms = terms;
        step = default;
    }

    private FilterLines(in FilterLines<TAccess> other, GpuTriple step)
    {
        this = other;
        this.step = step;
    }

    public static bool AlongDepth => false;

    public FilterLines<TAccess> Stepping(int depth) => new(this, terms.Of(depth));

    public GemmPlace Start(int line, int depth)
    {
        GemmPlace place = default;
        place.Line.Inner = line;
        place.Depth = terms.Of(depth);
        return place;
    }

    public GemmPlace Advance(GemmPlace place)
    {
        place.Depth = terms.Add(place.Depth, step);
        return place;
    }

    public GpuQuad Load(GemmPlace place, int group)
    {
        int r = firstRow + (place.Depth.Outer * rowStep);
        int s = firstColumn + (place.Depth.Middle * columnStep);
        int k = (group * filters) + place.Depth.Inner;
        int start = ((((k * rows) + r) * columns) + s) * channels;
        return TAccess.Load(w, start + place.Line.Inner, place.Depth.Outer < tapRows ? channels - place.Line.Inner : 0);
    }
}
