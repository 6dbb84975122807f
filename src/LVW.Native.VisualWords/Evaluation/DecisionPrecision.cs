namespace LVW.Native.VisualWords.Evaluation;

/// <summary>
/// How often the shown words keep the decision when the other words are as in other pictures: the precision of an anchor (Ribeiro, Singh, Guestrin 2018), exact
/// over the given pictures. Gentler than <see cref="Sufficiency"/>, which lets every word go to its worst at once, where no real picture is.
/// </summary>
/// <param name="lastLayer">W, [C, P].</param>
/// <param name="words">P.</param>
/// <param name="references">g of the other pictures, [M, P].</param>
public sealed class DecisionPrecision(float[] lastLayer, int words, float[] references)
{
    private readonly int classes = lastLayer.Length / words;

    /// <summary>M.</summary>
    public int Pictures => references.Length / words;

    /// <summary>Share of the other pictures whose words, but for the shown ones, leave no class above the decided one.</summary>
    /// <param name="similarities">g of the explained picture, [P].</param>
    /// <param name="decided">c.</param>
    /// <param name="shown">The words that are shown.</param>
    public double Of(ReadOnlySpan<float> similarities, int decided, ReadOnlySpan<int> shown)
    {
        double[] logits = Start();
        foreach (int word in shown) Fix(logits, similarities, word);
        return Kept(logits, decided);
    }

    /// <summary>How many words must be shown, in the given order, until the decision is kept that often.</summary>
    /// <param name="similarities">g of the explained picture, [P].</param>
    /// <param name="decided">c.</param>
    /// <param name="order">All words, in the order in which they are shown.</param>
    /// <param name="precision">Share of the other pictures, 0 to 1.</param>
    public int Needed(ReadOnlySpan<float> similarities, int decided, ReadOnlySpan<int> order, double precision)
    {
        double[] logits = Start();
        int count = 0;
        for (; count < order.Length && Kept(logits, decided) < precision; count++) Fix(logits, similarities, order[count]);
        return count;
    }

    private double[] Start()
    {
        double[] logits = new double[Pictures * classes];
        for (int i = 0; i < logits.Length; i++)
        {
            (int picture, int c) = (i / classes, i % classes);
            for (int j = 0; j < words; j++) logits[i] += (double)lastLayer[(c * words) + j] * references[(picture * words) + j];
        }

        return logits;
    }

    private void Fix(double[] logits, ReadOnlySpan<float> similarities, int word)
    {
        for (int i = 0; i < logits.Length; i++)
        {
            logits[i] += lastLayer[(i % classes * words) + word] * ((double)similarities[word] - references[(i / classes * words) + word]);
        }
    }

    private double Kept(double[] logits, int decided)
    {
        int kept = 0;
        for (int start = 0; start < logits.Length; start += classes)
        {
            // Sums in another order than the model's: a tie to the last digits is none.
            double most = double.NegativeInfinity;
            for (int c = 0; c < classes; c++) most = Math.Max(most, logits[start + c]);
            if (logits[start + decided] >= most - 1e-9) kept++;
        }

        return Pictures == 0 ? 0 : kept / (double)Pictures;
    }
}
