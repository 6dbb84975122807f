using System.Runtime.CompilerServices;
using LVW.Native.Engine.Ops.MatMul.TensorCore;

namespace LVW.Native.Engine.Ops.Convolution.TensorCore;

/// <summary>Filters [K, R, S, C] as the right operand of an input gradient: lines are channels c, depth is (r, s, k) over the taps of one phase.</summary>
internal readonly struct TurnedFilterTaps : ITileSource<TapWalk>
{
    private readonly long address;
    private readonly int filters;
    private readonly int channels;
    private readonly int filterLength;
    private readonly int firstPlace;
    private readonly int rowStep;
    private readonly int columnStep;

    /// <summary>The filters of a geometry.</summary>
    /// <param name="g">The sizes.</param>
    /// <param name="address">Where the filters start.</param>
    /// <param name="rows">The rows of taps of the phase.</param>
    /// <param name="columns">Its columns of taps.</param>
    public TurnedFilterTaps(in Conv2dGeometry g, long address, TapLattice rows, TapLattice columns)
    {
        this.address = address;
        filters = g.K;
        channels = g.C;
        filterLength = g.R * g.S * g.C;
        firstPlace = ((rows.Tap * g.S) + columns.Tap) * g.C;
        rowStep = rows.TapStep * g.S * g.C;
        columnStep = columns.TapStep * g.C;
    }

    public static bool IsDeep => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TileCursor Begin(in TapWalk walk, int first, int size, int thread)
    {
        int channel = first + WideTile.Place(thread, size);
        TileCursor cursor = default;
        cursor.Target = WideTile.Target(thread, size);
        cursor.Depth = WideTile.Line(thread, size);
        cursor.First = firstPlace + channel;
        cursor.FirstLimit = channel < channels ? filters : 0;
        return cursor;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Copy(ref TileCursor cursor, in TapWalk walk, int size, uint tile)
    {
        int filter = walk.Channel + cursor.Depth;
        int lineStep = WideTile.LineStep(size);
        uint stepBytes = (uint)WideTile.StepBytes(size);
        int place = (filter * filterLength) + (walk.Row * rowStep) + (walk.Column * columnStep) + cursor.First;
        long source = address + ((long)place * sizeof(float));
        long step = (long)filterLength * (lineStep * sizeof(float));
        uint target = tile + cursor.Target;
        int rest = cursor.FirstLimit - filter;
        WholeCopy.Copy(target, source, rest);
        WholeCopy.Copy(target + stepBytes, source + step, rest - lineStep);
        if (size <= 64) return;
        WholeCopy.Copy(target + (2 * stepBytes), source + (2 * step), rest - (2 * lineStep));
        WholeCopy.Copy(target + (3 * stepBytes), source + (3 * step), rest - (3 * lineStep));
    }
}
