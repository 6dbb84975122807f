using LVW.Native.VisualWords.Evaluation;

namespace LVW.Native.VisualWords.Comparison;

/// <summary>The columns of a comparison, in the order of its tables.</summary>
public static class ComparisonFigures
{
    private const string Decision = "Decisions";
    private const string Place = "Where words look, against the base model's attention";
    private const string Removal = "What removing and adding pixels does, in the order of the evidence";
    private const string Subject = "Whether the evidence lies on the picture's subject";
    private const string Size = "Size";

    private static readonly string[] TrainingStages = ["base", "warm", "joint", "projection", "lastLayer"];

    /// <summary>All columns.</summary>
    public static IReadOnlyList<ComparisonFigure> All { get; } =
    [
        new("accuracy", Decision, "accuracy", 1, FigureUnit.Share, metrics => metrics.HasWords ? metrics.Words.TestAccuracy : metrics.Base.TestAccuracy,
            ("chance", metrics => 1.0 / Math.Max(1, metrics.Data.Classes)), ("base model", metrics => metrics.Base.TestAccuracy)),
        new("agreement", Decision, "agreement with the base", 1, FigureUnit.Share, Words(metrics => metrics.Fidelity.Agreement), ("chance", metrics => metrics.Fidelity.AgreementByChance)),
        Overlap(50, "half", fidelity => fidelity.AttentionIoU50, fidelity => fidelity.ChanceIoU50, fidelity => fidelity.CentrePriorIoU50, evidence: false),
        Overlap(25, "quarter", fidelity => fidelity.AttentionIoU25, fidelity => fidelity.ChanceIoU25, fidelity => fidelity.CentrePriorIoU25, evidence: false),
        Overlap(10, "tenth", fidelity => fidelity.AttentionIoU10, fidelity => fidelity.ChanceIoU10, fidelity => fidelity.CentrePriorIoU10, evidence: false),
        Overlap(50, "half", fidelity => fidelity.EvidenceIoU50, fidelity => fidelity.ChanceIoU50, fidelity => fidelity.CentrePriorIoU50, evidence: true),
        Overlap(25, "quarter", fidelity => fidelity.EvidenceIoU25, fidelity => fidelity.ChanceIoU25, fidelity => fidelity.CentrePriorIoU25, evidence: true),
        Overlap(10, "tenth", fidelity => fidelity.EvidenceIoU10, fidelity => fidelity.ChanceIoU10, fidelity => fidelity.CentrePriorIoU10, evidence: true),
        new("deletionAuc", Removal, "deletion AUC", -1, FigureUnit.Ratio, metrics => metrics.Fidelity.DeletionAuc ?? metrics.Base.DeletionAuc),
        new("randomDeletionAuc", Removal, "cells shuffled", 0, FigureUnit.Ratio, metrics => metrics.Fidelity.RandomDeletionAuc ?? metrics.Base.RandomDeletionAuc),
        new("insertionAuc", Removal, "insertion AUC", 1, FigureUnit.Ratio, metrics => metrics.Fidelity.InsertionAuc ?? metrics.Base.InsertionAuc),
        new("randomInsertionAuc", Removal, "cells shuffled", 0, FigureUnit.Ratio, metrics => metrics.Fidelity.RandomInsertionAuc ?? metrics.Base.RandomInsertionAuc),
        Region("pointing", "points at it", FigureUnit.Share, fidelity => fidelity.Pointing),
        Region("energy", "share on it", FigureUnit.Share, fidelity => fidelity.Energy),
        new("wordsForNineTenths", Size, "words for nine tenths of a decision", -1, FigureUnit.Number, Words(metrics => metrics.Words.WordsForNineTenths)),
        new("wordsPerClass", Size, "words with a weight for a class", -1, FigureUnit.Number, Words(metrics => metrics.Words.WordsPerClass), ("words", metrics => metrics.HasWords ? metrics.Words.Count : null)),
        new("wordsUsed", Size, "words used", 0, FigureUnit.Number, Words(metrics => metrics.Words.Count - metrics.Words.NeverNearest), ("words", metrics => metrics.HasWords ? metrics.Words.Count : null)),
        new("sharedness", Size, "sharedness", 0, FigureUnit.Ratio, Words(metrics => metrics.Words.MeanSharedness)),
        new("trainingSeconds", Size, "training", -1, FigureUnit.Seconds, Seconds),
    ];

    /// <summary>What the figures are, for readers.</summary>
    public static IReadOnlyList<(string Name, string Meaning)> Meanings { get; } =
    [
        ("agreement", "Share of test pictures for which words and base model name the same class. The base model is the same for all methods of a seed."),
        ("IoU", "Overlap of the top half, quarter or tenth of the pixels of a map with that of the base model's attention: the maps of the nearest words, or the evidence, which is the map of "
            + "positive contributions to the predicted class. Chance is the overlap of random masks; the centre is a fixed blob."),
        ("deletion, insertion", "Mean probability of the predicted class while pixels are removed, or added to a blurred picture, the strongest evidence first; for the base model alone in the order of "
            + "its own attention. A model that is surer of itself has larger areas, so the same maps with their cells shuffled, for the same model, stand beside."),
        ("points at it, share on it", "Whether the largest value of the evidence lies on the annotated subject of a picture, and the share of the evidence that does. Chance is the subject's share of the picture."),
        ("words used", "Words that are the nearest one of some test picture. Sharedness is the normalised entropy of the classes near a word: 0 for words of one class."),
        ("training", "Seconds of base model, words, projection and last layer. The base model is trained once for each seed and counted in each of its runs."),
    ];

    private static Func<Metrics, double?> Words(Func<Metrics, double?> of) => metrics => metrics.HasWords ? of(metrics) : null;

    private static ComparisonFigure Overlap(
        int percent, string part, Func<FidelityMetrics, double?> of, Func<FidelityMetrics, double?> chance, Func<FidelityMetrics, double?> centre, bool evidence)
        => new(
            $"{(evidence ? "evidence" : "attention")}IoU{percent}", Place, $"{(evidence ? "evidence" : "words")}, IoU of the top {part}", 1, FigureUnit.Ratio, metrics => of(metrics.Fidelity),
            ("chance", metrics => chance(metrics.Fidelity)), ("centre", metrics => centre(metrics.Fidelity)));

    private static ComparisonFigure Region(string key, string name, FigureUnit unit, Func<FidelityMetrics, RegionScore?> of) => new(
        key, Subject, name, 1, unit, metrics => of(metrics.Fidelity)?.Evidence,
        ("chance", metrics => of(metrics.Fidelity)?.Chance), ("centre", metrics => of(metrics.Fidelity)?.CentrePrior), ("base model", metrics => of(metrics.Fidelity)?.Base));

    private static double? Seconds(Metrics metrics)
    {
        double[] seconds = [.. TrainingStages.Select(stage => metrics.Timings.GetValueOrDefault(stage + "Seconds"))];
        return seconds.Any(value => value > 0) ? seconds.Sum() : null;
    }
}
