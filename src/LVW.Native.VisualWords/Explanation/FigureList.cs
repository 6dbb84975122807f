using System.Globalization;
using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Explanation.Report;

namespace LVW.Native.VisualWords.Explanation;

/// <summary>The figures beyond a run's first few, grouped by the question that they answer; what was not measured is left out.</summary>
public static class FigureList
{
    private const string Maps = "Do the words look where the base model looks?";
    private const string Subject = "Do they look at the subject?";
    private const string Rests = "Does the decision rest on what is shown?";
    private const string Size = "How much is there to read?";
    private const string Stable = "Does an explanation stay the same under changes that mean nothing?";
    private const string Abstain = "Does the model know when not to answer?";

    /// <summary>The figures of a run.</summary>
    public static IReadOnlyList<ReportFigure> Of(Metrics metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        return [.. OfMaps(metrics.Fidelity), .. OfSubject(metrics), .. OfDecision(metrics), .. OfSize(metrics.Words), .. OfStability(metrics.Words), .. OfAbstention(metrics.Abstention)];
    }

    private static IEnumerable<ReportFigure> OfMaps(FidelityMetrics fidelity)
    {
        if (fidelity.DivergenceOfMean is { } mean) yield return new(Maps, "divergence from the base, nats, lower is better", Number(fidelity.Divergence), $"always its mean answer {Number(mean)}");
        if (fidelity.AttentionIoU10 is { } tenth) yield return new(Maps, "attention IoU, top 10 %", Number(tenth), $"chance {Number(fidelity.ChanceIoU10)}, centre {Number(fidelity.CentrePriorIoU10)}");
        if (fidelity.RankCorrelation is { } ranks) yield return new(Maps, "rank correlation with the attention", Number(ranks.Words), Yardsticks(ranks));
        if (fidelity.StructuralSimilarity is { } structure) yield return new(Maps, "structural similarity (SSIM) with the attention", Number(structure.Words), Yardsticks(structure));
    }

    private static IEnumerable<ReportFigure> OfSubject(Metrics metrics)
    {
        FidelityMetrics fidelity = metrics.Fidelity;
        if (fidelity.Pointing is { } pointing) yield return new(Subject, "pointing game, words", Share(pointing.Words), Yardsticks(pointing, Share));
        if (fidelity.Pointing is { } evidence) yield return new(Subject, "pointing game, evidence for the class", Share(evidence.Evidence), "as above");
        if (fidelity.Energy is { } energy) yield return new(Subject, "share of the words' map on the subject", Share(energy.Words), Yardsticks(energy, Share));
        if (fidelity.Energy is { } ofEvidence) yield return new(Subject, "share of the evidence on the subject", Share(ofEvidence.Evidence), "as above");
        if (metrics.Parts is { } found) yield return new(Subject, "words whose nearest patches lie on one part, four of five", Share(found.ShareWithPurity80), Text($"of {found.WordsJudged} words, by {found.Patches} patches where parts are known"));
        if (metrics.Words.PartConsistency is not { } parts) yield break;
        yield return new(Subject, "words that hit one part in four of five pictures", Share(parts.Consistent), $"chance {Share(parts.Chance)}, centre {Share(parts.CentrePrior)}, over {parts.Pictures} pictures");
        if (parts.Stable is { } stable) yield return new(Subject, "hits that stay the same under faint noise", Share(stable), "");
    }

    private static IEnumerable<ReportFigure> OfDecision(Metrics metrics)
    {
        if (metrics.Fidelity.Sufficiency is { } sufficiency)
        {
            if (sufficiency is { Precision: { } kept, PrecisionOfRandomWords: { } random, PrecisionOfNone: { } none, WordsForPrecision95: { } needed })
            {
                yield return new(Rests, $"decisions that {sufficiency.ShownWords} shown words keep, the others as in training pictures", Share(kept), $"random words {Share(random)}, no words {Share(none)}");
                yield return new(Rests, "words that must be shown to keep 95 %", Text($"{needed:F1}"), Text($"of {metrics.Words.Count}"));
            }

            yield return new(
                Rests,
                $"decisions that {sufficiency.ShownWords} shown words settle whatever the others are",
                Share(sufficiency.Attainable),
                sufficiency.Seen is { } seen ? $"within the extremes of training {Share(seen)}" : "");
            yield return new(
                Rests, "words that must be shown to settle one", Text($"{sufficiency.AttainableWordsNeeded:F1}"), sufficiency.SeenWordsNeeded is { } within ? Text($"within the extremes of training {within:F1}, of {metrics.Words.Count}") : Text($"of {metrics.Words.Count}"));
        }

        if (metrics.Fidelity.Road is { } road)
        {
            yield return new(Rests, "probability when the strongest evidence is removed (ROAD), lower is better", Number(road.MostRelevantFirst), $"{(road.RandomMap is { } map ? $"the map's cells shuffled {Number(map)}, " : "")}random pixels {Number(road.RandomOrder)}, weakest first {Number(road.LeastRelevantFirst)}");
        }

        if (metrics.Words.Misalignment is { } misaligned)
        {
            yield return new(Rests, "change of a word's similarity when all outside its box is blurred, lower is better", Share(misaligned.OutsideChange), $"when the box itself is {Share(misaligned.InsideChange)}; a box covers {Share(misaligned.BoxShare)}");
            yield return new(Rests, "words that then move out of their box", Share(misaligned.Moved), "");
        }
    }

    private static IEnumerable<ReportFigure> OfSize(WordMetrics words)
    {
        if (words.WordsForNineTenths is { } nine) yield return new(Size, "words that make up nine tenths of a decision", Text($"{nine:F1}"), Text($"of {words.Count}"));
        if (words.WordsPerClass is { } each) yield return new(Size, "words that a class uses at all", Text($"{each:F1}"), Text($"of {words.Count}"));
        if (words.NegativeToPositive is { } ratio) yield return new(Size, "evidence against the class, over that for it", Number(ratio), "");
    }

    private static IEnumerable<ReportFigure> OfStability(WordMetrics words)
    {
        if (words.Stability is not { } stability) yield break;
        yield return new(Stable, "shown words in common under faint noise", Share(stability.Noise.SharedWords), Other(stability, score => Share(score.SharedWords)));
        yield return new(Stable, "shown words in common after JPEG", Share(stability.Jpeg.SharedWords), Other(stability, score => Share(score.SharedWords)));
        yield return new(Stable, "rank correlation of the evidence, noise and JPEG", $"{Number(stability.Noise.MapCorrelation)}, {Number(stability.Jpeg.MapCorrelation)}", Other(stability, score => Number(score.MapCorrelation)));
    }

    private static IEnumerable<ReportFigure> OfAbstention(AbstentionMetrics? abstention)
    {
        if (abstention is null) yield break;
        if (abstention.AccuracyAnswered is { } answered)
        {
            yield return new(
                Abstain, $"accuracy on the {Share(abstention.Answered)} that are answered", Share(answered), abstention.AccuracyAbstained is { } rest ? $"on the others {Share(rest)}" : "");
        }

        if (abstention.EnergySeparatesRight is { } right) yield return new(Abstain, "energy tells right from wrong (AUROC)", Number(right), $"chance 0.500, by the probability {Number(abstention.ProbabilitySeparatesRight)}, by the largest similarity {Number(abstention.SimilaritySeparatesRight)}");
        if (abstention.EnergySeparatesPieces is { } pieces) yield return new(Abstain, "energy tells pictures from their pieces shuffled (AUROC)", Number(pieces), $"chance 0.500, by the largest similarity {Number(abstention.SimilaritySeparatesPieces)}");
    }

    private static string Yardsticks(MapScore score) => $"chance {Number(score.Chance)}, centre {Number(score.CentrePrior)}{(score.OtherPicture is { } other ? $", another picture's attention {Number(other)}" : "")}";

    private static string Other(StabilityMetrics stability, Func<StabilityScore, string> show) => stability.OtherPicture is { } other ? $"another picture {show(other)}" : "";

    private static string Yardsticks(RegionScore score, Func<double, string> show)
        => $"chance {show(score.Chance)}, centre {show(score.CentrePrior)}{(score.Base is { } model ? $", base model {show(model)}" : "")}, over {score.Pictures} pictures";

    private static string Share(double share) => Text($"{share:P1}");

    private static string Number(double? value) => value is { } number ? Text($"{number:F3}") : "";

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
