namespace LVW.Native.VisualWords.Explanation.Report.Components;

/// <summary>Says in plain sentences what the run's numbers mean.</summary>
internal static class Verdict
{
    // A projected word equals a real patch when its squared distance is below this (float32 rounding).
    public const double RealPatchDistance = 1e-6;

    private const double Shared = 0.5, OfOneClass = 0.2;

    public static IReadOnlyList<string> Sentences(ReportSummary s)
    {
        var sentences = new List<string>();
        if (s.Agreement is { } agreement)
            sentences.Add($"The words explain the base model on {Show.Percent(agreement, 0)} of the test pictures: there, both name the same class.");
        if (s.WordsAccuracy is { } words)
            sentences.Add(Accuracy(words, s.BaseAccuracy, s.TestPictures));
        if ((s.Overlap50 ?? s.Overlap25) is { } overlap)
            sentences.Add(Attention(overlap, s.Overlap50 is null ? "top quarter" : "top half"));
        if (s.Deletion is { Random: { } random } deletion)
            sentences.Add(Deletion(deletion.Auc, random));
        if (s.MaxProjectionDistance is { } distance)
            sentences.Add(Projection(distance, s.WordsAccuracy - s.WordsAccuracyBeforeProjection));
        return sentences.Count > 0 ? sentences : ["This run has not been evaluated yet."];
    }

    /// <summary>What kind of words a run has learned.</summary>
    public static IReadOnlyList<string> Sentences(IReadOnlyList<ReportWord> words)
    {
        if (words.Count == 0)
            return ["This run has no words yet."];

        var drifted = words.Count(word => !(word.ProjectionDistance is null or < RealPatchDistance));
        var sentences = new List<string>
        {
            Show.Plural(words.Count, "visual word", "visual words")
                + (drifted == 0 ? ", each a real patch of a training picture." : $"; {Show.Count(drifted)} of them differ from the patches shown."),
        };
        var shared = words.Count(word => word.Sharedness >= Shared);
        var own = words.Count(word => word.Sharedness <= OfOneClass);
        sentences.Add($"{Show.Count(shared)} have neighbours of many classes (shared {Show.Fixed(Shared, 1)} or more), "
            + $"{Show.Count(own)} almost of one class alone ({Show.Fixed(OfOneClass, 1)} or less).");
        if (words.Count(word => word.IsDead) is > 0 and var dead)
            sentences.Add($"{Show.Count(dead)} {(dead == 1 ? "is" : "are")} never the nearest word of a test picture.");
        return sentences;
    }

    /// <summary>How an overlap compares with its yardsticks, in words.</summary>
    public static string Grade(AttentionOverlap overlap)
    {
        var gain = (overlap.Value - overlap.Chance) / (1 - overlap.Chance);
        if (gain <= 0.02)
            return gain < -0.02 ? "worse than chance" : "no better than chance";
        var far = gain > 0.2 ? "far better than chance" : "better than chance";
        return overlap.Value > overlap.CentrePrior
            ? $"{far} and better than a fixed blob at the centre"
            : $"{far} but no better than a fixed blob at the centre";
    }

    private static string Accuracy(double words, double? baseline, int? pictures)
    {
        var start = $"They are right on {Show.Percent(words)}";
        if (baseline is not { } b)
            return start + ".";

        var gap = (words - b) * 100;
        var error = pictures is > 0 and { } n ? 100 * Math.Sqrt(b * (1 - b) / n) : 0;
        var size = $"{Show.Fixed(Math.Abs(gap), 1)} points {(gap < 0 ? "below" : "above")} the base model’s {Show.Percent(b)}";
        if (Math.Abs(gap) < 0.05)
            return $"{start}, exactly as often as the base model.";
        return error > 0
            ? $"{start}, {size}; {Show.Count(pictures)} pictures leave a standard error of {Show.Fixed(error, 1)}."
            : $"{start}, {size}.";
    }

    private static string Attention(AttentionOverlap o, string part) =>
        $"Their attention matches the base model’s {Grade(o)} (IoU {Show.Fixed(o.Value, 2)} for the {part} of the pixels; "
        + $"chance {Show.Fixed(o.Chance, 2)}, centre {Show.Fixed(o.CentrePrior, 2)}).";

    private static string Deletion(double auc, double random) => auc < random
        ? $"Hiding the words’ evidence undoes a prediction sooner than hiding as much by the same map with its cells shuffled (area {Show.Fixed(auc, 2)} against {Show.Fixed(random, 2)})."
        : $"Hiding the words’ evidence hurts a prediction no more than hiding as much by the same map with its cells shuffled (area {Show.Fixed(auc, 2)} against {Show.Fixed(random, 2)}).";

    private static string Projection(double distance, double? change)
    {
        var points = change is { } c ? c * 100 : double.NaN;
        var cost = points switch
        {
            double.NaN => "",
            <= -0.05 => $"; making them real cost {Show.Fixed(-points, 1)} points",
            >= 0.05 => $"; making them real and refitting gained {Show.Fixed(points, 1)} points",
            _ => "; making them real cost nothing",
        };
        return distance < RealPatchDistance
            ? $"Every word is a real patch of a training picture{cost}."
            : $"Not every word is a real patch: the largest squared distance is {Show.Scientific(distance)}{cost}.";
    }
}
