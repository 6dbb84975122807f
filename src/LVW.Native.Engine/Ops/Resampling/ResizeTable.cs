namespace LVW.Native.Engine.Ops.Resampling;

/// <summary>
/// One axis worked out in advance, as the kernels of every device read it. For each target place: its lower source place, its higher one,
/// the weight of the higher one (the bits of a float). For each source place the range of target places that read it, which is contiguous
/// because positions never fall: the first, and the one after the last.
/// </summary>
internal static class ResizeTable
{
    /// <summary>Elements of an axis' table.</summary>
    public static int Length(ResizeAxis axis) => checked((3 * axis.Target) + (2 * axis.Source));

    /// <summary>Works an axis out.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="table">Receives <see cref="Length"/> elements.</param>
    public static void Fill(ResizeAxis axis, Span<int> table)
    {
        Span<int> low = table[..axis.Target];
        Span<int> high = table.Slice(axis.Target, axis.Target);
        Span<int> weight = table.Slice(2 * axis.Target, axis.Target);
        Span<int> first = table.Slice(3 * axis.Target, axis.Source);
        Span<int> end = table.Slice((3 * axis.Target) + axis.Source, axis.Source);
        first.Fill(axis.Target);
        end.Clear();
        for (int i = 0; i < axis.Target; i++)
        {
            (low[i], high[i], float share) = axis.Taps(i);
            weight[i] = BitConverter.SingleToInt32Bits(share);
            first[low[i]] = Math.Min(first[low[i]], i);
            first[high[i]] = Math.Min(first[high[i]], i);
            end[low[i]] = i + 1;
            end[high[i]] = i + 1;
        }
    }
}
