namespace LVW.Native.VisualWords.Evaluation;

/// <summary>How much a reader must take in: what words speak against a decision, and how many take part in one at all.</summary>
/// <param name="NegativeToPositive">
/// Mean ratio of all contributions against the predicted class to all for it (negative-to-positive reasoning, Singh and Yow 2021): 0, words only speak for.
/// </param>
/// <param name="WordsPerClass">Mean number of words that a class gives a weight of at least 0.01 (number of effective concepts, Srivastava et al. 2024).</param>
public readonly record struct ExplanationSize(double NegativeToPositive, double WordsPerClass)
{
    private const double SmallWeight = 0.01;

    /// <summary>Measures all pictures; those without any positive contribution are left out of the ratio.</summary>
    /// <param name="predictions">Predicted classes.</param>
    /// <param name="similarities">g, [N, P].</param>
    /// <param name="lastLayer">W, [C, P].</param>
    public static ExplanationSize Measure(Predictions predictions, float[] similarities, float[] lastLayer)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentNullException.ThrowIfNull(lastLayer);
        int words = predictions.Words;
        (double ratios, int counted) = (0, 0);
        for (int n = 0; n < predictions.Pictures; n++)
        {
            ReadOnlySpan<float> weights = lastLayer.AsSpan(predictions.Predicted(n) * words, words);
            (double against, double with) = (0, 0);
            for (int j = 0; j < words; j++)
            {
                double contribution = (double)weights[j] * similarities[(n * words) + j];
                against += Math.Max(0, -contribution);
                with += Math.Max(0, contribution);
            }

            if (with == 0) continue;
            ratios += against / with;
            counted++;
        }

        return new ExplanationSize(
            counted == 0 ? 0 : ratios / counted, lastLayer.Count(weight => Math.Abs(weight) >= SmallWeight) / (double)predictions.Classes);
    }
}
