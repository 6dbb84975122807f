namespace LVW.Native.VisualWords.Evaluation;

/// <summary>
/// Spearman's rank correlation: Pearson's correlation of the ranks, equal values sharing their mean rank (Spearman 1904); how attention maps are
/// compared by order alone (Adebayo et al. 2018).
/// </summary>
public static class RankCorrelation
{
    /// <summary>The correlation, −1 to 1; 0 where one of the two is the same everywhere.</summary>
    /// <param name="a">Values; finite.</param>
    /// <param name="b">As many values.</param>
    public static double Spearman(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        if (a.Length != b.Length) throw new ArgumentException($"Spearman: there are {a.Length} values on one side and {b.Length} on the other.", nameof(b));
        (double[] left, double[] right) = (Ranks(a), Ranks(b));
        double mean = (a.Length - 1) / 2.0;
        (double both, double ofLeft, double ofRight) = (0, 0, 0);
        for (int i = 0; i < left.Length; i++)
        {
            (double x, double y) = (left[i] - mean, right[i] - mean);
            both += x * y;
            ofLeft += x * x;
            ofRight += y * y;
        }

        return ofLeft > 0 && ofRight > 0 ? both / Math.Sqrt(ofLeft * ofRight) : 0;
    }

    /// <summary>
    /// Area under the receiver's curve (Mann and Whitney 1947): how probably a value of the first kind exceeds one of the second, equal ones counting half;
    /// 0.5 is chance. Null where one kind is empty.
    /// </summary>
    /// <param name="first">Values that ought to be larger.</param>
    /// <param name="second">Values that ought to be smaller.</param>
    public static double? Separation(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        if (first.IsEmpty || second.IsEmpty) return null;
        double[] ranks = Ranks([.. first, .. second]);
        double sum = 0;
        for (int i = 0; i < first.Length; i++) sum += ranks[i];
        return (sum - (first.Length * (first.Length - 1.0) / 2)) / ((double)first.Length * second.Length);
    }

    // Ranks from 0, ties at their mean.
    private static double[] Ranks(ReadOnlySpan<float> values)
    {
        float[] sorted = values.ToArray();
        int[] order = [.. Enumerable.Range(0, sorted.Length)];
        Array.Sort(sorted, order);
        double[] ranks = new double[sorted.Length];
        for (int start = 0; start < sorted.Length;)
        {
            int end = start + 1;
            while (end < sorted.Length && sorted[end] == sorted[start]) end++;
            for (int i = start; i < end; i++) ranks[order[i]] = (start + end - 1) / 2.0;
            start = end;
        }

        return ranks;
    }
}
