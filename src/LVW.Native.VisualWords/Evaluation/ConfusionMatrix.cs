namespace LVW.Native.VisualWords.Evaluation;

/// <summary>Counts of pictures by true class (row) and predicted class (column).</summary>
/// <param name="Classes">C.</param>
/// <param name="Counts">C · C counts, row by row.</param>
public sealed record ConfusionMatrix(int Classes, int[] Counts)
{
    /// <summary>Pictures of a true class that were given a predicted class.</summary>
    public int this[int actual, int predicted] => Counts[(actual * Classes) + predicted];

    /// <summary>Counts the largest logit of each picture.</summary>
    /// <param name="logits">[N, C].</param>
    /// <param name="labels">True classes, [N].</param>
    /// <param name="classes">C.</param>
    public static ConfusionMatrix Of(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, int classes)
    {
        int[] counts = new int[classes * classes];
        for (int n = 0; n < labels.Length; n++) counts[(labels[n] * classes) + Ranking.Largest(logits.Slice(n * classes, classes))]++;
        return new ConfusionMatrix(classes, counts);
    }

    /// <summary>Share of each true class that was recognised, in class order; null for a class without pictures.</summary>
    public double?[] Recall()
    {
        var recall = new double?[Classes];
        for (int c = 0; c < Classes; c++)
        {
            int total = Counts.AsSpan(c * Classes, Classes).ToArray().Sum();
            recall[c] = total == 0 ? null : this[c, c] / (double)total;
        }

        return recall;
    }
}
