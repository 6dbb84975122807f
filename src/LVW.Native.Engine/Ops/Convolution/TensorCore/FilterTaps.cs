using System.Runtime.CompilerServices;
using LVW.Native.Engine.Ops.MatMul.TensorCore;

namespace LVW.Native.Engine.Ops.Convolution.TensorCore;

/// <summary>Filters [K, R, S, C] as the right operand of a convolution: lines are filters k, depth is (r, s, c).</summary>
/// <param name="address">Where they start.</param>
/// <param name="filters">K.</param>
/// <param name="taps">R · S.</param>
/// <param name="tapColumns">S.</param>
/// <param name="channels">C.</param>
internal readonly struct FilterTaps(long address, int filters, int taps, int tapColumns, int channels) : ITileSource<TapWalk>
{
    public static bool IsDeep => true;

    // A filter that does not exist has no channels.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TileCursor Begin(in TapWalk walk, int first, int size, int thread)
    {
        int line = first + DeepTile.Line(thread);
        TileCursor cursor = default;
        cursor.Target = DeepTile.Target(thread);
        cursor.Depth = DeepTile.Depth(thread);
        cursor.First = line * taps * channels;
        cursor.FirstLimit = line < filters ? channels : 0;
        cursor.SecondLimit = line + DeepTile.LineStep < filters ? channels : 0;
        cursor.ThirdLimit = line + (2 * DeepTile.LineStep) < filters ? channels : 0;
        cursor.FourthLimit = line + (3 * DeepTile.LineStep) < filters ? channels : 0;
        return cursor;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Copy(ref TileCursor cursor, in TapWalk walk, int size, uint tile)
    {
        int channel = walk.Channel + cursor.Depth;
        int place = cursor.First + (((walk.Row * tapColumns) + walk.Column) * channels) + channel;
        long source = address + ((long)place * sizeof(float));
        long step = (long)(taps * channels) * (DeepTile.LineStep * sizeof(float));
        uint target = tile + cursor.Target;
        WholeCopy.Copy(target, source, cursor.FirstLimit - channel);
        WholeCopy.Copy(target + DeepTile.StepBytes, source + step, cursor.SecondLimit - channel);
        if (size <= 64) return;
        WholeCopy.Copy(target + (2 * DeepTile.StepBytes), source + (2 * step), cursor.ThirdLimit - channel);
        WholeCopy.Copy(target + (3 * DeepTile.StepBytes), source + (3 * step), cursor.FourthLimit - channel);
    }
}
