namespace LVW.Native.VisualWords;

/// <summary>Orders of few numbers, with one rule for ties: the lower index comes first.</summary>
internal static class Ranking
{
    /// <summary>Index of the largest value.</summary>
    public static int Largest(ReadOnlySpan<float> values)
    {
        int best = 0;
        for (int i = 1; i < values.Length; i++)
        {
            if (values[i] > values[best]) best = i;
        }

        return best;
    }

    /// <summary>Rows of logits whose largest is at the label.</summary>
    /// <param name="logits">[N, C].</param>
    /// <param name="labels">[N].</param>
    public static int CountRight(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels)
    {
        int classes = logits.Length / labels.Length;
        int right = 0;
        for (int n = 0; n < labels.Length; n++)
        {
            if (Largest(logits.Slice(n * classes, classes)) == labels[n]) right++;
        }

        return right;
    }

    /// <summary>Indices of the smallest values, smallest first.</summary>
    public static int[] Smallest(ReadOnlySpan<float> values, int count)
    {
        int[] indices = [.. Enumerable.Range(0, values.Length)];
        float[] keys = values.ToArray();
        Array.Sort(indices, (a, b) => keys[a] != keys[b] ? keys[a].CompareTo(keys[b]) : a.CompareTo(b));
        return indices[..Math.Min(count, indices.Length)];
    }

    /// <summary>Place of a class among the logits, 0 for the largest.</summary>
    public static int PlaceOf(ReadOnlySpan<float> values, int index)
    {
        int place = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] > values[index] || (values[i] == values[index] && i < index)) place++;
        }

        return place;
    }

    /// <summary>softmax(x), in double.</summary>
    public static double[] Softmax(ReadOnlySpan<float> logits)
    {
        double[] probabilities = new double[logits.Length];
        double most = double.NegativeInfinity;
        foreach (float logit in logits) most = Math.Max(most, logit);
        double sum = 0;
        for (int i = 0; i < logits.Length; i++) sum += probabilities[i] = Math.Exp(logits[i] - most);
        for (int i = 0; i < logits.Length; i++) probabilities[i] /= sum;
        return probabilities;
    }
}
