namespace LVW.Native.VisualWords.Evaluation;

/// <summary>How often classes are right, and how far two models agree.</summary>
public static class Accuracy
{
    /// <summary>Share of pictures whose true class is among the k largest logits; among equal logits the lower class comes first.</summary>
    /// <param name="logits">[N, C].</param>
    /// <param name="labels">True classes, [N].</param>
    /// <param name="classes">C.</param>
    /// <param name="k">Guesses allowed.</param>
    public static double Top(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, int classes, int k = 1)
    {
        int right = 0;
        for (int n = 0; n < labels.Length; n++)
        {
            if (Ranking.PlaceOf(logits.Slice(n * classes, classes), labels[n]) < k) right++;
        }

        return labels.Length == 0 ? 0 : right / (double)labels.Length;
    }

    /// <summary>Share of pictures for which two models name the same class.</summary>
    /// <param name="a">Logits, [N, C].</param>
    /// <param name="b">Logits, [N, C].</param>
    /// <param name="classes">C.</param>
    public static double Agreement(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int classes)
    {
        int same = 0;
        int pictures = a.Length / classes;
        for (int n = 0; n < pictures; n++)
        {
            if (Ranking.Largest(a.Slice(n * classes, classes)) == Ranking.Largest(b.Slice(n * classes, classes))) same++;
        }

        return pictures == 0 ? 0 : same / (double)pictures;
    }

    /// <summary>Mean KL(p ‖ q) = Σ_c p ln(p / q) of the softmax probabilities, in nats (Kullback and Leibler 1951).</summary>
    /// <param name="p">Logits of the model to be matched, [N, C].</param>
    /// <param name="q">Logits of the model that matches, [N, C].</param>
    /// <param name="classes">C.</param>
    public static double Divergence(ReadOnlySpan<float> p, ReadOnlySpan<float> q, int classes)
    {
        double sum = 0;
        int pictures = p.Length / classes;
        for (int n = 0; n < pictures; n++)
        {
            double[] target = LogSoftmax(p.Slice(n * classes, classes));
            double[] given = LogSoftmax(q.Slice(n * classes, classes));
            for (int c = 0; c < classes; c++) sum += Math.Exp(target[c]) * (target[c] - given[c]);
        }

        return pictures == 0 ? 0 : sum / pictures;
    }

    /// <summary>How often two models would agree that name classes as often as these do, but independently: Σ_c a_c·b_c (Cohen 1960).</summary>
    /// <param name="a">Logits, [N, C].</param>
    /// <param name="b">Logits, [N, C].</param>
    /// <param name="classes">C.</param>
    public static double AgreementByChance(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int classes)
    {
        int pictures = a.Length / classes;
        if (pictures == 0) return 0;
        double[] ofA = new double[classes];
        double[] ofB = new double[classes];
        for (int n = 0; n < pictures; n++)
        {
            ofA[Ranking.Largest(a.Slice(n * classes, classes))] += 1.0 / pictures;
            ofB[Ranking.Largest(b.Slice(n * classes, classes))] += 1.0 / pictures;
        }

        return ofA.Zip(ofB, (x, y) => x * y).Sum();
    }

    /// <summary>Mean KL(p ‖ mean of p), in nats: how far a model's answers are from always the same answer.</summary>
    /// <param name="p">Logits, [N, C].</param>
    /// <param name="classes">C.</param>
    public static double DivergenceOfMean(ReadOnlySpan<float> p, int classes)
    {
        int pictures = p.Length / classes;
        if (pictures == 0) return 0;
        double[] mean = new double[classes];
        double entropy = 0;
        for (int n = 0; n < pictures; n++)
        {
            foreach ((double log, int c) in LogSoftmax(p.Slice(n * classes, classes)).Select((log, c) => (log, c)))
            {
                mean[c] += Math.Exp(log) / pictures;
                entropy -= Math.Exp(log) * log / pictures;
            }
        }

        return mean.Where(share => share > 0).Sum(share => -share * Math.Log(share)) - entropy;
    }

    private static double[] LogSoftmax(ReadOnlySpan<float> logits)
    {
        double most = double.NegativeInfinity;
        foreach (float logit in logits) most = Math.Max(most, logit);
        double sum = 0;
        foreach (float logit in logits) sum += Math.Exp(logit - most);
        double normaliser = most + Math.Log(sum);
        double[] values = new double[logits.Length];
        for (int c = 0; c < values.Length; c++) values[c] = logits[c] - normaliser;
        return values;
    }
}
