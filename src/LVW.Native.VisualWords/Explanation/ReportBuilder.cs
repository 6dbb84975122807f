using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Explanation.Report;

namespace LVW.Native.VisualWords.Explanation;

/// <summary>Fills the report of a run from its numbers, curves, words and explanations of chosen test pictures.</summary>
/// <param name="explainer">Explains the chosen pictures.</param>
/// <param name="transform">How pictures become input.</param>
/// <param name="cache">Decoded pictures.</param>
/// <param name="explained">Test pictures to explain, right and wrong ones together.</param>
public sealed class ReportBuilder(LocalExplainer explainer, PairedTransform transform, PictureCache cache, int explained)
{
    /// <summary>The report's content.</summary>
    public ReportModel Build(RunRecord run)
    {
        ArgumentNullException.ThrowIfNull(run);
        EvaluationResult evaluation = run.Evaluation;
        IReadOnlyList<int> chosen = PictureChoice.Choose(evaluation.Predictions, explained);
        var sizes = ReportPictureOptions.For(evaluation.Words.Count, evaluation.Words.Count + chosen.Count);
        var pictures = new ReportPictures(run.Train.Pictures.Concat(run.Test.Pictures), transform, cache, sizes);
        IReadOnlyList<ReportWord> words = new WordSheetBuilder(pictures, run.Test.Classes, transform.Options.Side).Build(evaluation.Words);
        Dictionary<int, ReportWord> cards = words.ToDictionary(word => word.Index);
        return new ReportModel
        {
            Header = run.Header,
            Summary = RunSummary.Of(run.Metrics),
            Figures = FigureList.Of(run.Metrics),
            TrainingCharts = TrainingLog.Charts(run.Log),
            PerturbationCharts = evaluation.Perturbation is { } curves ? Charts(curves) : [],
            Confusion = new ReportConfusion { Classes = run.Test.Classes, Counts = evaluation.Confusion.Counts },
            Words = words,
            Explanations = [.. chosen.Select(n => Explain(run.Test.Pictures[n], pictures, cards))],
            Settings = run.SettingsJson is null ? [] : [.. SettingsList.Flatten(run.SettingsJson)],
            Warnings = run.Warnings,
        };
    }

    /// <summary>A local explanation as the page's card.</summary>
    /// <param name="explanation">The explanation.</param>
    /// <param name="picture">The part of the picture that the model saw.</param>
    /// <param name="cards">The cards of the words by index; words without one are counted among the others.</param>
    public static ReportExplanation ToCard(LocalExplanation explanation, ReportPicture picture, IReadOnlyDictionary<int, ReportWord> cards)
    {
        ArgumentNullException.ThrowIfNull(explanation);
        ArgumentNullException.ThrowIfNull(cards);
        List<ExplainedWord> shown = [.. explanation.Words.Where(word => cards.ContainsKey(word.Word))];
        double side = explanation.Side;
        return new ReportExplanation
        {
            Name = WordSheetBuilder.FileName(explanation.Name),
            Picture = picture,
            Predicted = new ReportClassValue(explanation.Predicted.Class, explanation.Predicted.Probability),
            Base = explanation.Base is { } model ? new ReportClassValue(model.Class, model.Probability) : null,
            TrueClass = explanation.TrueClass,
            TopClasses = [.. explanation.TopClasses.Select(one => new ReportClassValue(one.Class, one.Probability))],
            BaseAttention = explanation.BaseAttention is { } map ? HeatMapOverlay.Encode(map.Values, map.Height, map.Width) : null,
            WordsAttention = WordsAttention(explanation),
            AttentionIoU = explanation.AttentionIoU50,
            ChanceIoU = explanation.ChanceIoU50 ?? 1.0 / 3,
            Settled = ExplanationWarnings.Settled(explanation),
            Warnings = [.. ExplanationWarnings.OfCalibration(explanation)],
            Words =
            [
                .. shown.Select(word => new ReportWordUse
                {
                    Word = cards[word.Word],
                    HeatMap = HeatMapOverlay.Encode(word.Map.Values, word.Map.Height, word.Map.Width),
                    Box = new ReportBox(word.BoxInView.X / side, word.BoxInView.Y / side, word.BoxInView.Width / side, word.BoxInView.Height / side),
                    Similarity = word.Similarity,
                    Weight = word.Weight,
                }),
            ],
            OtherWords = explanation.OtherWords + explanation.Words.Count - shown.Count,
            OtherContribution = explanation.OtherContribution + explanation.Words.Except(shown).Sum(word => word.Contribution),
            Logit = explanation.Logit,
        };
    }

    private ReportExplanation Explain(Picture picture, ReportPictures pictures, IReadOnlyDictionary<int, ReportWord> cards)
        => ToCard(explainer.Explain(cache.Get(picture), picture.Key, picture.ClassIndex), pictures.Whole(picture.Key), cards);

    // The map whose overlap is measured: the largest of the nearest words' similarities at each place.
    internal static ReportPicture? WordsAttention(LocalExplanation explanation)
    {
        if (explanation.Nearest.Count == 0) return null;
        (int height, int width) = (explanation.Nearest[0].Map.Height, explanation.Nearest[0].Map.Width);
        float[] largest = new float[height * width];
        for (int i = 0; i < largest.Length; i++) largest[i] = explanation.Nearest.Max(word => word.Map.Values[i]);
        return HeatMapOverlay.Encode(largest, height, width);
    }

    private static IReadOnlyList<ReportChart> Charts(PerturbationResult curves) =>
    [
        Chart("Deletion", "pixels hidden", curves.Deletion, curves.RandomDeletion),
        Chart("Insertion", "pixels shown", curves.Insertion, curves.RandomInsertion),
    ];

    private static ReportChart Chart(string title, string axis, PerturbationCurve curve, PerturbationCurve? random)
    {
        List<ReportSeries> series = [new("by evidence", curve.Fractions, curve.Probabilities) { Role = ReportSeriesRole.Words }];
        if (random is not null) series.Add(new ReportSeries("cells shuffled", random.Fractions, random.Probabilities) { Role = ReportSeriesRole.Reference });
        return new ReportChart
        {
            Title = title,
            XLabel = axis,
            YLabel = "probability of the predicted class",
            XIsFraction = true,
            YIsFraction = true,
            Series = series,
        };
    }
}
