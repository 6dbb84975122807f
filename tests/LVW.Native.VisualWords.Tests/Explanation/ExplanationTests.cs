using System.Text.Json;
using LVW.Native.Imaging;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Explanation;
using LVW.Native.VisualWords.Explanation.Report;
using LVW.Native.VisualWords.Tests.Explanation.Report;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Explanation;

public sealed class ExplanationTests(ExplanationTests.Models shared) : IClassFixture<ExplanationTests.Models>
{
    [Fact]
    public void Contributions_sum_to_the_models_logit()
    {
        TinyModels models = shared.Tiny;
        Picture picture = models.Folder.Test!.Pictures[3];
        LocalExplanation explanation = Explain(picture);
        Predictions predictions = shared.Evaluation.Predictions;

        Assert.Equal(predictions.Predicted(3), explanation.Predicted.Index);
        Assert.Equal(explanation.Logit, explanation.Words.Sum(word => word.Contribution) + explanation.OtherContribution, 12);
        Assert.Equal(predictions.Logits[(3 * predictions.Classes) + explanation.Predicted.Index], explanation.Logit, 1e-3);
        Assert.Equal(explanation.Words.OrderByDescending(word => word.Contribution).Select(word => word.Word), explanation.Words.Select(word => word.Word));
        Assert.Equal(18, explanation.OtherWords + explanation.Words.Count);
    }

    [Fact]
    public void The_nearest_view_lists_words_by_distance()
    {
        LocalExplanation explanation = Explain(shared.Tiny.Folder.Test!.Pictures[0]);
        Assert.Equal(shared.Evaluation.Predictions.NearestWords[..10], explanation.Nearest.Select(word => word.Word));
        Assert.Equal(explanation.Nearest.OrderBy(word => word.Distance).Select(word => word.Distance), explanation.Nearest.Select(word => word.Distance));
    }

    [Fact]
    public void A_word_is_found_at_distance_zero_in_its_own_picture()
    {
        TinyModels models = shared.Tiny;
        foreach (var source in models.Sources.Take(3))
        {
            LocalExplanation explanation = new LocalExplainer(models.Reader, models.Transform, models.Folder.Classes, models.Sources, new ExplainerOptions { Words = 18 })
                .Explain(models.Cache.Get(models.Folder.Train.Pictures[source.Picture]), source.Key);
            ExplainedWord own = explanation.Words.Single(word => word.Word == source.Word);
            Assert.InRange(own.Distance, 0, 1e-6);
            Assert.Equal((source.Row, source.Column), (own.Row, own.Column));
            Assert.Equal(models.Folder.Classes[source.ClassIndex], own.SourceClass);
        }
    }

    [Fact]
    public void Boxes_in_the_picture_are_those_of_the_view_moved_by_the_crop()
    {
        ExplainedWord word = Explain(shared.Tiny.Folder.Test!.Pictures[1]).Words[0];

        // Pictures of 64 pixels, reduced to 52; the view of 48 begins 2 pixels in.
        double scale = 64 / 52.0;
        Assert.Equal((word.BoxInView.X + 2) * scale, word.BoxInPicture.X, 0.51);
        Assert.Equal((word.BoxInView.Y + word.BoxInView.Height + 2) * scale, word.BoxInPicture.Y + word.BoxInPicture.Height, 0.51);
    }

    [Fact]
    public void An_explanation_is_json_that_names_sources_boxes_and_sums()
    {
        using JsonDocument json = JsonDocument.Parse(Explain(shared.Tiny.Folder.Test!.Pictures[2]).ToJson());
        JsonElement word = json.RootElement.GetProperty("words")[0];
        Assert.Equal(
            word.GetProperty("contribution").GetDouble(), word.GetProperty("weight").GetDouble() * word.GetProperty("similarity").GetDouble(), 12);
        Assert.StartsWith("train/", word.GetProperty("source").GetProperty("key").GetString());
        Assert.True(word.GetProperty("boxInPicture").GetProperty("width").GetInt32() > 0);
        Assert.InRange(json.RootElement.GetProperty("attentionIoU50").GetDouble(), 0, 1);
    }

    [Fact]
    public void An_explanation_says_how_far_it_can_be_trusted()
    {
        LocalFidelity fidelity = Explain(shared.Tiny.Folder.Test!.Pictures[2], shared.Evaluation.Calibration).Fidelity;
        Predictions predictions = shared.Evaluation.Predictions;
        ReadOnlySpan<float> logits = predictions.Logits.AsSpan(2 * predictions.Classes, predictions.Classes);
        Assert.Equal(Ranking.Largest(predictions.BaseLogits.AsSpan(2 * predictions.Classes, predictions.Classes)) == predictions.Predicted(2), fidelity.SameClassAsBase);
        Assert.Equal(Abstention.Energy(logits), fidelity.Energy, 1e-3);
        Assert.Equal((0.9, shared.Evaluation.Calibration.LeastEnergy), (fidelity.Coverage!.Value, fidelity.LeastEnergy!.Value));
        Assert.NotNull(fidelity.ListedWordsSettle);
        Assert.InRange(fidelity.ListedWordsKeep!.Value, 0, 1);

        LocalFidelity without = Explain(shared.Tiny.Folder.Test!.Pictures[2]).Fidelity;
        Assert.Equal((null, null, null), (without.ListedWordsSettle, without.ListedWordsKeep, without.LeastEnergy));
    }

    [Fact]
    public void With_every_word_listed_the_class_is_settled()
    {
        TinyModels models = shared.Tiny;
        Picture picture = models.Folder.Test!.Pictures[4];
        LocalFidelity fidelity = new LocalExplainer(
            models.Reader, models.Transform, models.Folder.Classes, models.Sources, new ExplainerOptions { Words = 18 }, shared.Evaluation.Calibration)
            .Explain(models.Cache.Get(picture), picture.Key).Fidelity;
        Assert.Equal((true, true, 1.0), (fidelity.ListedWordsAlwaysSettle, fidelity.ListedWordsSettle, fidelity.ListedWordsKeep));
        Assert.InRange(fidelity.WordsToSettle!.Value, 1, 18);
    }

    [Fact]
    public void Words_that_settle_within_the_extremes_of_training_are_not_said_to_settle_whatever_happens()
    {
        LocalExplanation explanation = Explain(shared.Tiny.Folder.Test!.Pictures[2]);
        string Settled(bool? seen) => ExplanationWarnings.Settled(
            explanation with { Fidelity = new LocalFidelity { ListedWordsSettle = seen, ListedWordsAlwaysSettle = false, WordsToSettle = 7 } });
        Assert.Equal("It takes 7 words to settle it wherever the others lie between their extremes on the training pictures.", Settled(false));
        Assert.Equal("It takes 7 words to settle it whatever the others are.", Settled(null));
    }

    [Fact]
    public void A_picture_of_too_little_energy_is_warned_of_and_its_card_shows_it()
    {
        TinyModels models = shared.Tiny;
        Picture picture = models.Folder.Test!.Pictures[0];
        LocalExplanation explanation = Explain(picture, shared.Evaluation.Calibration with { LeastEnergy = 1e6 });
        Assert.False(explanation.Fidelity.Trusted);
        Assert.Contains(explanation.Warnings, warning => warning.StartsWith("The picture is unlike those that the words know", StringComparison.Ordinal));
        ReportExplanation card = ReportBuilder.ToCard(
            explanation, new ReportPictures([picture], models.Transform, models.Cache, ReportPictureOptions.For(18, 1)).Whole(picture.Key), new Dictionary<int, ReportWord>());
        Assert.Contains(card.Warnings, warning => warning.Contains("its energy", StringComparison.Ordinal));
        Assert.Contains("the listed", card.Settled!, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_tight_box_surrounds_the_highest_cell()
    {
        var map = new FloatMap(6, 6);
        map.Values[(4 * 6) + 1] = 1;
        PixelBox box = MapBox.Around(map, 60);

        // The cell covers 10 to 20 across and 40 to 50 down; a twentieth of 3,600 pixels is a disc of some 15 across.
        Assert.InRange(box.X, 5, 10);
        Assert.InRange(box.X + box.Width, 20, 25);
        Assert.InRange(box.Y, 35, 40);
        Assert.InRange(box.Y + box.Height, 50, 55);
    }

    [Fact]
    public void Evaluation_measures_everything_and_words_equal_their_patches()
    {
        Metrics metrics = shared.Evaluation.Metrics;
        Assert.Equal((18, 18), (metrics.Words.Count, metrics.Words.DistinctPatches));
        Assert.InRange(metrics.Words.MaxProjectionDistance!.Value, 0, 1e-6);
        Assert.InRange(metrics.Fidelity.AttentionIoU50!.Value, 0, 1);
        Assert.InRange(metrics.Fidelity.DeletionAuc!.Value, 0, 1);
        Assert.InRange(metrics.Fidelity.RandomInsertionAuc!.Value, 0, 1);
        Assert.Equal(18, metrics.Parts!.Words.Count);
        Assert.Equal(9, metrics.Fidelity.RankCorrelation!.Pictures);
        Assert.Equal(9, metrics.Fidelity.Energy!.Pictures);
        Assert.InRange(metrics.Fidelity.Road!.RandomMap!.Value, 0, 1);
        Assert.Equal((9, 45), (metrics.Fidelity.Road.Pictures, metrics.Words.Misalignment!.Words));
        Assert.InRange(metrics.Fidelity.Sufficiency!.Precision!.Value, metrics.Fidelity.Sufficiency.PrecisionOfNone!.Value, 1);
        Assert.Equal(18 * shared.Tiny.Folder.Train.Pictures.Count, shared.Evaluation.Calibration.References.Length);
        Assert.Equal(metrics.ToJson(), Metrics.FromJson(metrics.ToJson()).ToJson());
        Assert.All(FigureList.Of(metrics).GroupBy(figure => figure.Name), group => Assert.Single(group));
        Assert.Equal(9, shared.Evaluation.Confusion.Counts.Sum());
        Assert.All(shared.Evaluation.Words, word => Assert.Equal(7, word.NearestTrain.Count));
        Assert.All(shared.Evaluation.Words, word => Assert.Equal(7, word.NearestTest.Count));
    }

    [Fact]
    public void Evaluation_is_the_same_whenever_it_is_repeated()
    {
        EvaluationResult again = shared.Tiny.Evaluate(null);
        Assert.Equal(shared.Evaluation.Predictions.Logits, again.Predictions.Logits);
        Assert.Equal(shared.Evaluation.AttentionIoU, again.AttentionIoU);
        Assert.Null(again.Metrics.Fidelity.DeletionAuc);
    }

    [Fact]
    public void A_report_shows_all_words_right_and_wrong_pictures_and_the_curves()
    {
        TinyModels models = shared.Tiny;
        string[] log =
        [
            """{"stage":"base","epoch":1,"step":3,"loss":2.5,"terms":{},"trainAccuracy":0.2,"validationAccuracy":0.25,"learningRate":1}""",
            """{"stage":"warm","epoch":1,"step":3,"loss":3,"terms":{"crossEntropy":2,"cluster":0.5},"trainAccuracy":0.1,"learningRate":1}""",
            """{"stage":"warm","epoch":2,"step":6,"loss":2,"terms":{"crossEntropy":1,"cluster":0.4},"trainAccuracy":0.4,"learningRate":1}""",
            """{"stage":"joint","ep""",
        ];
        ReportModel report = new ReportBuilder(
            new LocalExplainer(models.Reader, models.Transform, models.Folder.Classes, models.Sources, new ExplainerOptions()), models.Transform, models.Cache, explained: 6).Build(
            new RunRecord
            {
                Header = new ReportHeader { Title = "t", DataSet = "d", Backbone = "tiny", Preset = "quick", Seed = 1, Date = DateTimeOffset.UnixEpoch },
                Train = models.Folder.Train,
                Test = models.Folder.Test!,
                Evaluation = shared.Evaluation,
                Metrics = shared.Evaluation.Metrics,
                Log = TrainingLog.Parse(log),
                SettingsJson = """{"seed":1,"loss":{"l1":0.0001}}""",
            });

        Assert.Equal(18, report.Words.Count);
        Assert.Equal(6, report.Explanations.Count);
        Assert.All(report.Explanations, e => Assert.Equal(e.Logit, e.Words.Sum(word => word.Contribution) + e.OtherContribution, 9));
        Assert.Equal(["Loss", "Accuracy"], report.TrainingCharts.Select(chart => chart.Title));
        Assert.Equal(["base", "words", "crossEntropy", "cluster"], report.TrainingCharts[0].Series.Select(series => series.Name));
        Assert.Equal([2.0, 3.0], report.TrainingCharts[0].Series[1].X);
        Assert.Equal([new ReportPhase("base", 0), new ReportPhase("warm", 1)], report.TrainingCharts[0].Phases);
        Assert.Equal([new("seed", "1"), new("loss.l1", "0.0001")], report.Settings);
        PageChecks.Check(HtmlReport.Render(report));
    }

    [Fact]
    public void Stage_names_are_spelled_out()
    {
        var metrics = new Metrics { Timings = new Dictionary<string, double> { ["lastLayerSeconds"] = 2 } };
        Assert.Equal("last layer", RunSummary.Of(metrics).Timings[0].Key);
    }

    private LocalExplanation Explain(Picture picture, ExplanationCalibration? calibration = null)
    {
        TinyModels models = shared.Tiny;
        return new LocalExplainer(models.Reader, models.Transform, models.Folder.Classes, models.Sources, new ExplainerOptions(), calibration)
            .Explain(models.Cache.Get(picture), picture.Key, picture.ClassIndex);
    }

    /// <summary>The models, evaluated once.</summary>
    public sealed class Models : IDisposable
    {
        public Models() => Evaluation = Tiny.Evaluate(new PerturbationOptions { Pictures = 2, Steps = 4, BatchSize = 8 });

        internal TinyModels Tiny { get; } = new();

        internal EvaluationResult Evaluation { get; }

        public void Dispose() => Tiny.Dispose();
    }
}
