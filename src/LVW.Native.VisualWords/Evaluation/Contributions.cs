namespace LVW.Native.VisualWords.Evaluation;

/// <summary>What words add to a class's logit, W[c, j]·g_j.</summary>
internal static class Contributions
{
    /// <summary>The words, largest contribution first; of equal ones the lower word.</summary>
    /// <param name="similarities">g, [P].</param>
    /// <param name="weights">W[c], [P].</param>
    public static int[] Ranked(ReadOnlySpan<float> similarities, ReadOnlySpan<float> weights)
    {
        double[] keys = new double[weights.Length];
        for (int j = 0; j < keys.Length; j++) keys[j] = -(double)weights[j] * similarities[j];
        int[] order = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(order, (a, b) => keys[a] != keys[b] ? keys[a].CompareTo(keys[b]) : a.CompareTo(b));
        return order;
    }
}
