using LVW.Native.Engine.Randomness;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>Orders in which pixels are changed.</summary>
internal static class PixelOrder
{
    /// <summary>Largest value first; among equal values the earlier pixel.</summary>
    public static int[] Descending(ReadOnlySpan<float> values)
    {
        ulong[] keys = new ulong[values.Length];
        for (int i = 0; i < keys.Length; i++) keys[i] = ((ulong)~TopMask.Key(values[i]) << 32) | (uint)i;
        Array.Sort(keys);
        return [.. keys.Select(key => (int)(uint)key)];
    }

    /// <summary>Any order with equal probability.</summary>
    public static int[] Random(int count, ulong seed, ulong stream)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        new Philox(seed, stream).Shuffle(order.AsSpan());
        return order;
    }
}
