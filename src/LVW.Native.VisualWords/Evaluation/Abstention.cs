using LVW.Native.Engine.Randomness;
using LVW.Native.Imaging;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>Scores that say whether a picture is like what the words know, and thresholds for them; see <see cref="AbstentionMetrics"/>.</summary>
public static class Abstention
{
    private const int Tiles = 4;

    /// <summary>ln Σ_c exp(o_c).</summary>
    public static double Energy(ReadOnlySpan<float> logits)
    {
        double most = double.NegativeInfinity;
        foreach (float logit in logits) most = Math.Max(most, logit);
        double sum = 0;
        foreach (float logit in logits) sum += Math.Exp(logit - most);
        return most + Math.Log(sum);
    }

    /// <summary>The threshold that at least the given share of the scores reaches: the ⌈coverage · n⌉-th largest.</summary>
    /// <param name="scores">At least one score.</param>
    /// <param name="coverage">Share to be answered, above 0, at most 1.</param>
    public static float Threshold(ReadOnlySpan<float> scores, double coverage)
    {
        if (scores.IsEmpty) throw new ArgumentException("Abstention: there are no scores to set a threshold by.", nameof(scores));
        float[] sorted = scores.ToArray();
        Array.Sort(sorted);
        int kept = Math.Clamp((int)Math.Ceiling((coverage * sorted.Length) - 1e-9), 1, sorted.Length);
        return sorted[^kept];
    }

    /// <summary>Measures a test set.</summary>
    /// <param name="energies">Each picture's energy.</param>
    /// <param name="similarities">Each picture's largest similarity.</param>
    /// <param name="probabilities">The probability of each picture's predicted class.</param>
    /// <param name="right">Whether each picture's class was named.</param>
    /// <param name="coverage">Share to be answered.</param>
    public static AbstentionMetrics Measure(float[] energies, float[] similarities, float[] probabilities, bool[] right, double coverage)
    {
        ArgumentNullException.ThrowIfNull(energies);
        ArgumentNullException.ThrowIfNull(similarities);
        ArgumentNullException.ThrowIfNull(right);
        float[] Half(int half) => [.. energies.Where((_, n) => n % 2 == half)];
        float[] thresholds = energies.Length < 2 ? [float.NegativeInfinity, float.NegativeInfinity] : [Threshold(Half(1), coverage), Threshold(Half(0), coverage)];
        bool[] answered = [.. energies.Select((energy, n) => energy >= thresholds[n % 2])];
        double? Accuracy(bool kind)
        {
            int count = answered.Count(one => one == kind);
            return count == 0 ? null : right.Where((hit, n) => hit && answered[n] == kind).Count() / (double)count;
        }

        double? Separates(float[] scores)
            => RankCorrelation.Separation([.. scores.Where((_, n) => right[n])], [.. scores.Where((_, n) => !right[n])]);
        return new AbstentionMetrics
        {
            Coverage = coverage,
            Answered = answered.Length == 0 ? 0 : answered.Count(one => one) / (double)answered.Length,
            AccuracyAnswered = Accuracy(true),
            AccuracyAbstained = Accuracy(false),
            EnergySeparatesRight = Separates(energies),
            ProbabilitySeparatesRight = Separates(probabilities),
            SimilaritySeparatesRight = Separates(similarities),
        };
    }

    /// <summary>A picture's 4 × 4 tiles in random order: its colours and textures without what they form.</summary>
    /// <param name="view">A square picture.</param>
    /// <param name="random">Where the order is drawn from.</param>
    public static RgbImage InPieces(RgbImage view, Philox random)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(random);
        (int width, int height) = (view.Width / Tiles, view.Height / Tiles);
        int[] order = [.. Enumerable.Range(0, Tiles * Tiles)];
        random.Shuffle(order.AsSpan());
        var pieces = new RgbImage(view.Width, view.Height, [.. view.Pixels]);
        for (int tile = 0; tile < order.Length; tile++)
        {
            (int toX, int toY) = (tile % Tiles * width, tile / Tiles * height);
            (int fromX, int fromY) = (order[tile] % Tiles * width, order[tile] / Tiles * height);
            for (int y = 0; y < height; y++)
            {
                view.Row(fromY + y).Slice(fromX * 3, width * 3).CopyTo(pieces.Row(toY + y)[(toX * 3)..]);
            }
        }

        return pieces;
    }
}
