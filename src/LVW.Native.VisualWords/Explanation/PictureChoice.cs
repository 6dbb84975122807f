using LVW.Native.VisualWords.Evaluation;

namespace LVW.Native.VisualWords.Explanation;

/// <summary>Chooses test pictures to explain: wrong ones, the most confident first, and right ones, spread over the classes; always the same.</summary>
public static class PictureChoice
{
    /// <summary>At most half of the pictures are wrong ones; these come first.</summary>
    /// <param name="predictions">The words' predictions.</param>
    /// <param name="count">Pictures wanted.</param>
    public static IReadOnlyList<int> Choose(Predictions predictions, int count)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        var judged = Enumerable.Range(0, predictions.Pictures).Select(n =>
        {
            int predicted = predictions.Predicted(n);
            double confidence = Ranking.Softmax(predictions.Logits.AsSpan(n * predictions.Classes, predictions.Classes))[predicted];
            return (Picture: n, Class: predictions.Labels[n], Right: predicted == predictions.Labels[n], Confidence: confidence);
        }).ToList();
        List<int> wrong = Spread(judged.Where(one => !one.Right).GroupBy(one => one.Class).Select(group => group.OrderByDescending(one => one.Confidence).Select(one => (one.Picture, one.Confidence))));

        // Of the right ones a class shows a typical picture, not its easiest: the median confidence first, then alternately above and below.
        List<int> right = Spread(judged.Where(one => one.Right).GroupBy(one => one.Class).OrderBy(group => group.Key)
            .Select(group => FromTheMiddle([.. group.OrderByDescending(one => one.Confidence).ThenBy(one => one.Picture).Select(one => one.Picture)])));
        int wrongCount = Math.Min(wrong.Count, Math.Max(count / 2, count - right.Count));
        return [.. wrong.Take(wrongCount), .. EvenlyFrom(right, count - wrongCount, predictions)];
    }

    // One of each class, then a second of each; within a round the highest confidence first, or else the order of the classes.
    private static List<int> Spread(IEnumerable<IEnumerable<(int Picture, double Confidence)>> groups)
        => [.. groups.SelectMany(group => group.Select((one, round) => (one, round))).OrderBy(entry => entry.round).ThenByDescending(entry => entry.one.Confidence).ThenBy(entry => entry.one.Picture).Select(entry => entry.one.Picture)];

    private static IEnumerable<(int Picture, double Confidence)> FromTheMiddle(int[] ranked)
        => Enumerable.Range(0, ranked.Length)
            .OrderBy(i => Math.Abs((2 * i) + 1 - ranked.Length)).ThenBy(i => i)
            .Select(i => (ranked[i], 0.0));

    // With fewer pictures than classes, classes at equal intervals.
    private static IEnumerable<int> EvenlyFrom(List<int> right, int count, Predictions predictions)
    {
        int firstRound = right.Select(picture => predictions.Labels[picture]).Distinct().Count();
        return count >= firstRound ? right.Take(count) : Enumerable.Range(0, count).Select(i => right[(int)((long)i * firstRound / count)]);
    }
}
