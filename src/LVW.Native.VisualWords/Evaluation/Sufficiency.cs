namespace LVW.Native.VisualWords.Evaluation;

/// <summary>
/// Whether the words that are shown fix the decision whatever the others say: with the shown similarities as they are and every other one free in its range,
/// the logit o_c = Σ_j W[c, j]·g_j of the decided class must stay above every rival's. For a linear last layer the worst case is exact, since each free word
/// enters o_c − o_r alone: W[c, j] − W[r, j] takes the range's low end where it is positive, its high end where it is negative.
/// </summary>
/// <remarks>The idea of a sufficient reason (Darwiche and Hirth 2020; Marques-Silva and Ignatiev 2022, "abductive explanation"), solved for this head.</remarks>
/// <param name="lastLayer">W, [C, P].</param>
/// <param name="words">P.</param>
/// <param name="ranges">Where the words that are not shown may lie.</param>
public sealed class Sufficiency(float[] lastLayer, int words, SimilarityRanges ranges)
{
    private readonly int classes = lastLayer.Length / words;

    /// <summary>The smallest lead over a rival that the shown words leave; the decision is fixed where it is above 0.</summary>
    /// <param name="similarities">g of the picture, [P].</param>
    /// <param name="decided">c.</param>
    /// <param name="shown">The words that are shown, in any order.</param>
    public double Margin(ReadOnlySpan<float> similarities, int decided, ReadOnlySpan<int> shown)
    {
        double[] leads = Start(decided);
        foreach (int word in shown) Fix(leads, similarities, decided, word);
        return Least(leads, decided);
    }

    /// <summary>How many words must be shown, in the given order, until the decision is fixed; null where all of them do not suffice (a tie).</summary>
    /// <param name="similarities">g of the picture, [P].</param>
    /// <param name="decided">c.</param>
    /// <param name="order">The words in the order in which they are shown.</param>
    public int? Needed(ReadOnlySpan<float> similarities, int decided, ReadOnlySpan<int> order)
    {
        double[] leads = Start(decided);
        for (int count = 0; ; count++)
        {
            if (Least(leads, decided) > 0) return count;
            if (count == order.Length) return null;
            Fix(leads, similarities, decided, order[count]);
        }
    }

    private double[] Start(int decided)
    {
        double[] leads = new double[classes];
        for (int rival = 0; rival < classes; rival++)
        {
            for (int j = 0; j < words; j++) leads[rival] += Worst(decided, rival, j);
        }

        return leads;
    }

    private void Fix(double[] leads, ReadOnlySpan<float> similarities, int decided, int word)
    {
        for (int rival = 0; rival < classes; rival++)
        {
            leads[rival] += (Difference(decided, rival, word) * similarities[word]) - Worst(decided, rival, word);
        }
    }

    private double Worst(int decided, int rival, int word)
    {
        double difference = Difference(decided, rival, word);
        return difference * (difference > 0 ? ranges.Low[word] : ranges.High[word]);
    }

    private double Difference(int decided, int rival, int word) => (double)lastLayer[(decided * words) + word] - lastLayer[(rival * words) + word];

    private static double Least(double[] leads, int decided)
    {
        double least = double.PositiveInfinity;
        for (int rival = 0; rival < leads.Length; rival++)
        {
            if (rival != decided) least = Math.Min(least, leads[rival]);
        }

        return least;
    }
}
