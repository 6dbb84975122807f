namespace LVW.Native.VisualWords.Evaluation;

/// <summary>Masks that keep exactly the largest values of a map, and their overlap.</summary>
public static class TopMask
{
    /// <summary>Marks the round(fraction · n) largest of n values; among equal values the earlier ones (row by row) are kept.</summary>
    /// <param name="values">The map, row by row; finite.</param>
    /// <param name="fraction">t, the share to keep, 0 to 1.</param>
    /// <param name="mask">As long as <paramref name="values"/>; receives the mask.</param>
    public static void Fill(ReadOnlySpan<float> values, double fraction, Span<bool> mask)
    {
        int keep = Count(values.Length, fraction);
        if (keep == 0)
        {
            mask.Clear();
            return;
        }

        (uint threshold, int ties) = Threshold(values, keep);
        for (int i = 0; i < values.Length; i++)
        {
            uint key = Key(values[i]);
            mask[i] = key > threshold || (key == threshold && ties-- > 0);
        }
    }

    /// <summary>Pixels that a mask of the top share t keeps: round(t · n), halves away from zero.</summary>
    public static int Count(int pixels, double fraction) => (int)Math.Round(fraction * pixels, MidpointRounding.AwayFromZero);

    /// <summary>Intersection over union, |A ∩ B| / |A ∪ B|; 0 for two empty masks.</summary>
    public static double Overlap(ReadOnlySpan<bool> a, ReadOnlySpan<bool> b)
    {
        int intersection = 0;
        int union = 0;
        for (int i = 0; i < a.Length; i++)
        {
            if (a[i] & b[i]) intersection++;
            if (a[i] | b[i]) union++;
        }

        return union == 0 ? 0 : intersection / (double)union;
    }

    /// <summary>An unsigned number that orders as the float does; −0 equals 0.</summary>
    internal static uint Key(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value + 0f);
        return (bits & 0x8000_0000) != 0 ? ~bits : bits | 0x8000_0000;
    }

    // Radix selection in two halves of 16 bits: the key of the keep-th largest value, and how many of the values equal to it are kept.
    private static (uint Threshold, int Ties) Threshold(ReadOnlySpan<float> values, int keep)
    {
        int[] counts = new int[1 << 16];
        foreach (float value in values) counts[Key(value) >> 16]++;
        uint high = Select(counts, ref keep);
        Array.Clear(counts);
        foreach (float value in values)
        {
            uint key = Key(value);
            if (key >> 16 == high) counts[key & 0xFFFF]++;
        }

        uint low = Select(counts, ref keep);
        return ((high << 16) | low, keep);
    }

    private static uint Select(int[] counts, ref int keep)
    {
        int bucket = counts.Length - 1;
        for (; counts[bucket] < keep; bucket--) keep -= counts[bucket];
        return (uint)bucket;
    }
}
