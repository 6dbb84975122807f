using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Explanation.Report;

namespace LVW.Native.VisualWords.Explanation;

/// <summary>Turns a run's metrics into the summary of its report.</summary>
internal static class RunSummary
{
    private const string Unit = "Seconds";

    public static ReportSummary Of(Metrics metrics)
    {
        FidelityMetrics fidelity = metrics.Fidelity;
        bool compared = fidelity.AttentionIoU50 is not null;
        return new ReportSummary
        {
            TrainPictures = metrics.Data.TrainPictures,
            TestPictures = metrics.Data.TestPictures,
            Classes = metrics.Data.Classes,
            BaseAccuracy = compared ? metrics.Base.TestAccuracy : null,
            WordsAccuracy = metrics.Words.TestAccuracy,
            WordsAccuracyBeforeProjection = metrics.Words.TestAccuracyBeforeProjection,
            Agreement = compared ? fidelity.Agreement : null,
            Overlap50 = Overlap(fidelity.AttentionIoU50, fidelity.ChanceIoU50, fidelity.CentrePriorIoU50),
            Overlap25 = Overlap(fidelity.AttentionIoU25, fidelity.ChanceIoU25, fidelity.CentrePriorIoU25),
            Deletion = fidelity.DeletionAuc is { } deletion ? new PerturbationScore(deletion, fidelity.RandomDeletionAuc) : null,
            Insertion = fidelity.InsertionAuc is { } insertion ? new PerturbationScore(insertion, fidelity.RandomInsertionAuc) : null,
            WordCount = metrics.Words.Count,
            WordsUsed = metrics.Words.Count - metrics.Words.NeverNearest,
            DistinctPatches = metrics.Words.DistinctPatches,
            MaxProjectionDistance = metrics.Words.MaxProjectionDistance,
            Timings = [.. metrics.Timings.Select(entry => new KeyValuePair<string, TimeSpan>(StageName(entry.Key), TimeSpan.FromSeconds(entry.Value)))],
        };
    }

    /// <summary><c>lastLayerSeconds</c> becomes <c>last layer</c>.</summary>
    internal static string StageName(string key)
    {
        string name = key.EndsWith(Unit, StringComparison.Ordinal) ? key[..^Unit.Length] : key;
        return string.Concat(name.Select(letter => char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));
    }

    private static AttentionOverlap? Overlap(double? value, double? chance, double? centre)
        => value is { } v && chance is { } c && centre is { } p ? new AttentionOverlap(v, c, p) : null;
}
