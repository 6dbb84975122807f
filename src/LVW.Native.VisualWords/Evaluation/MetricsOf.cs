using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>Fills the numbers of <see cref="Metrics"/> from what was measured.</summary>
internal static class MetricsOf
{
    private const double SmallWeight = 0.01;

    public static BaseMetrics Base(Predictions predictions) => predictions.BaseLogits.Length == 0 ? new BaseMetrics() : new BaseMetrics
    {
        TestAccuracy = Accuracy.Top(predictions.BaseLogits, predictions.Labels, predictions.Classes),
        TestTop5Accuracy = Accuracy.Top(predictions.BaseLogits, predictions.Labels, predictions.Classes, 5),
    };

    public static WordMetrics Words(
        Predictions predictions, IReadOnlyList<WordStatistic> words, IReadOnlyList<WordSource> sources, float[] last, float[] similarities)
    {
        ExplanationSize size = ExplanationSize.Measure(predictions, similarities, last);
        return new WordMetrics
        {
            Count = words.Count,
            TestAccuracy = Accuracy.Top(predictions.Logits, predictions.Labels, predictions.Classes),
            TestTop5Accuracy = Accuracy.Top(predictions.Logits, predictions.Labels, predictions.Classes, 5),
            MaxProjectionDistance = words.Max(word => word.ProjectionDistance),
            DistinctPatches = WordStatistics.DistinctPatches(sources),
            Dead = words.Count(word => word.TimesAmongNearest == 0),
            NeverNearest = words.Count(word => word.TimesNearest == 0),
            Duplicates = words.Count(word => word.DuplicateOf is not null),
            MeanSharedness = words.Average(word => word.Sharedness),
            SmallWeights = last.Count(weight => Math.Abs(weight) < SmallWeight) / (double)last.Length,
            WordsForNineTenths = WordsForNineTenths(predictions, last, similarities),
            NegativeToPositive = size.NegativeToPositive,
            WordsPerClass = size.WordsPerClass,
        };
    }

    public static FidelityMetrics Fidelity(Predictions predictions, IReadOnlyList<AttentionIoUScore> overlaps, PerturbationResult? perturbation)
    {
        AttentionIoUScore? half = overlaps.Count > 0 ? overlaps[0] : null;
        AttentionIoUScore? quarter = overlaps.Count > 1 ? overlaps[1] : null;
        AttentionIoUScore? tenth = overlaps.Count > 2 ? overlaps[2] : null;
        bool compared = predictions.BaseLogits.Length > 0;
        return new FidelityMetrics
        {
            Agreement = compared ? Accuracy.Agreement(predictions.BaseLogits, predictions.Logits, predictions.Classes) : 0,
            Divergence = compared ? Accuracy.Divergence(predictions.BaseLogits, predictions.Logits, predictions.Classes) : 0,
            AgreementByChance = compared ? Accuracy.AgreementByChance(predictions.BaseLogits, predictions.Logits, predictions.Classes) : null,
            DivergenceOfMean = compared ? Accuracy.DivergenceOfMean(predictions.BaseLogits, predictions.Classes) : null,
            AttentionIoU50 = half?.Words,
            AttentionIoU25 = quarter?.Words,
            AttentionIoU10 = tenth?.Words,
            EvidenceIoU50 = half?.Evidence,
            EvidenceIoU25 = quarter?.Evidence,
            EvidenceIoU10 = tenth?.Evidence,
            ChanceIoU50 = half?.Chance,
            ChanceIoU25 = quarter?.Chance,
            ChanceIoU10 = tenth?.Chance,
            CentrePriorIoU50 = half?.CentrePrior,
            CentrePriorIoU25 = quarter?.CentrePrior,
            CentrePriorIoU10 = tenth?.CentrePrior,
            PerturbationPictures = perturbation?.Pictures ?? 0,
            DeletionAuc = perturbation?.Deletion.Auc,
            RandomDeletionAuc = perturbation?.RandomDeletion?.Auc,
            InsertionAuc = perturbation?.Insertion.Auc,
            RandomInsertionAuc = perturbation?.RandomInsertion?.Auc,
        };
    }

    public static PartMetrics Parts(IReadOnlyList<PartFinding> parts)
    {
        PartFinding[] judged = [.. parts.Where(part => part.Patches > 0)];
        return new PartMetrics
        {
            PartsFound = judged.Where(part => part.Part is not null && part.Purity >= 0.8).Select(part => part.Part).Distinct().Count(),
            ShareWithPurity50 = PartFindings.ShareWithPurity(judged, 0.5),
            ShareWithPurity80 = PartFindings.ShareWithPurity(judged, 0.8),
            MeanPurity = judged.Average(part => part.Purity),
            WordsJudged = judged.Length,
            Patches = judged.Sum(part => part.Patches),
            Words = parts,
        };
    }

    /// <summary>The words, by contribution, that it takes to reach nine tenths of the positive evidence for the predicted class.</summary>
    public static double WordsForNineTenths(Predictions predictions, float[] last, float[] similarities)
    {
        double[] contributions = new double[predictions.Words];
        long total = 0;
        for (int n = 0; n < predictions.Pictures; n++)
        {
            int predicted = predictions.Predicted(n);
            for (int j = 0; j < contributions.Length; j++)
            {
                contributions[j] = Math.Max(0, last[(predicted * contributions.Length) + j]) * (double)similarities[(n * contributions.Length) + j];
            }

            Array.Sort(contributions);
            double rest = 0.9 * contributions.Sum();
            for (int j = contributions.Length - 1; j >= 0 && rest > 0; j--, total++) rest -= contributions[j];
        }

        return total / (double)predictions.Pictures;
    }
}
