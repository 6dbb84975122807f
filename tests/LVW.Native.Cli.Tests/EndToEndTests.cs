using System.Text.Json;

namespace LVW.Native.Cli.Tests;

/// <summary>Pictures in; models, figures, report and explanations out.</summary>
public sealed class EndToEndTests(FinishedRun finished)
{
    public static TheoryData<string> Keys() =>
    [
        "base.testAccuracy", "words.count", "words.testAccuracy", "words.testAccuracyBeforeProjection", "words.maxProjectionDistance", "words.distinctPatches",
        "fidelity.agreement", "fidelity.attentionIoU50", "fidelity.attentionIoU25", "fidelity.chanceIoU50", "fidelity.chanceIoU25",
        "fidelity.centrePriorIoU50", "fidelity.centrePriorIoU25", "fidelity.deletionAuc", "fidelity.insertionAuc",
        "fidelity.attentionIoU10", "fidelity.rankCorrelation.words", "fidelity.structuralSimilarity.chance", "fidelity.pointing.evidence", "fidelity.energy.chance",
        "fidelity.sufficiency.precision", "fidelity.road.mostRelevantFirst", "words.misalignment.outsideChange", "words.stability.jpeg.sharedWords",
        "words.wordsPerClass", "words.partConsistency.chance", "abstention.answered",
        "timings.baseSeconds", "timings.warmSeconds", "timings.jointSeconds", "timings.projectionSeconds", "seed", "threads", "device",
    ];

    [Theory]
    [MemberData(nameof(Keys))]
    public void The_metrics_file_has_every_figure(string key)
    {
        finished.Training.RequireSuccess();
        JsonElement value = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(finished.Run, "metrics.json")));
        foreach (string part in key.Split('.')) Assert.True(value.TryGetProperty(part, out value), $"{key} is missing");
        Assert.Contains(value.ValueKind, new[] { JsonValueKind.Number, JsonValueKind.String });
    }

    [Fact]
    public void Training_prints_one_document_that_equals_the_metrics_file()
    {
        JsonElement document = finished.Training.RequireSuccess().Document;
        string file = File.ReadAllText(Path.Combine(finished.Run, "metrics.json"));
        Assert.True(JsonElement.DeepEquals(JsonSerializer.Deserialize<JsonElement>(file), document.GetProperty("metrics")));
        Assert.True(File.Exists(document.GetProperty("report").GetString()));
    }

    [Fact]
    public void Words_equal_their_patches_in_the_saved_model()
    {
        JsonElement words = finished.Training.Document.GetProperty("metrics").GetProperty("words");
        Assert.True(words.GetProperty("maxProjectionDistance").GetDouble() < 1e-6);
        Assert.Equal(18, words.GetProperty("distinctPatches").GetInt32());
    }

    [Fact]
    public void The_run_folder_tells_settings_log_and_data()
    {
        string settings = File.ReadAllText(Path.Combine(finished.Run, "settings.json"));
        Assert.Contains("\"imageSize\": 48", settings);
        Assert.Equal(["base", "warm", "joint"], File.ReadLines(Path.Combine(finished.Run, "metrics.jsonl"))
            .Select(line => JsonSerializer.Deserialize<JsonElement>(line).GetProperty("stage").GetString()).Distinct());
        Assert.True(File.Exists(Path.Combine(finished.Run, "run.json")));
    }

    [Fact]
    public void The_report_loads_nothing_from_elsewhere()
    {
        string report = File.ReadAllText(Path.Combine(finished.Run, "report", "index.html"));
        Assert.DoesNotContain("src=\"http", report);
        Assert.DoesNotContain("href=\"http", report);
        Assert.Contains("Word 0", report);
    }

    [Fact]
    public async Task Evaluation_of_the_run_gives_the_figures_of_its_training()
    {
        JsonElement again = (await CliRun.Of("evaluate", finished.Run, "--data", finished.Pictures, "--json")).RequireSuccess().Document.GetProperty("metrics");
        JsonElement first = finished.Training.Document.GetProperty("metrics");
        foreach (string group in new[] { "base", "fidelity" }) Assert.True(JsonElement.DeepEquals(first.GetProperty(group), again.GetProperty(group)), group);
        Assert.Equal(first.GetProperty("words").GetProperty("testAccuracy").GetDouble(), again.GetProperty("words").GetProperty("testAccuracy").GetDouble());
    }

    [Fact]
    public async Task Evaluation_works_on_a_folder_of_classes_alone()
        => Assert.Contains("words' accuracy", (await CliRun.Of("evaluate", finished.Run, "--data", Path.Combine(finished.Pictures, "test"))).RequireSuccess().Data);

    [Fact]
    public async Task Explanations_sum_to_the_logit_and_leave_page_json_and_picture()
    {
        using var folder = new TemporaryFolder();
        string output = folder.In("why");
        JsonElement document = (await CliRun.Of("explain", finished.Run, finished.Picture(), finished.Picture("0001.png"), "--out", output, "--json")).RequireSuccess().Document;
        Assert.Equal(2, document.GetProperty("explanations").GetArrayLength());
        JsonElement explanation = document.GetProperty("explanations")[0];
        double sum = explanation.GetProperty("words").EnumerateArray().Sum(word => word.GetProperty("contribution").GetDouble());
        Assert.Equal(explanation.GetProperty("logit").GetDouble(), sum + explanation.GetProperty("otherContribution").GetDouble(), 9);
        Assert.Equal("bramblet", explanation.GetProperty("trueClass").GetString());
        Assert.All(["index.html", "0000.json", "0000.png", "0001.json", "0001.png"], name => Assert.True(File.Exists(Path.Combine(output, name)), name));
    }

    [Fact]
    public async Task The_word_sheet_shows_every_word_with_its_patch()
    {
        using var folder = new TemporaryFolder();
        JsonElement words = (await CliRun.Of("words", finished.Run, "--out", folder.In("sheet"), "--json")).RequireSuccess().Document.GetProperty("words");
        Assert.Equal(18, words.GetArrayLength());
        Assert.All(words.EnumerateArray(), word => Assert.True(File.Exists(Path.Combine(finished.Pictures, word.GetProperty("source").GetString()!))));
        Assert.Equal(18, Directory.GetFiles(folder.In("sheet", "patches")).Length);
        Assert.True(File.Exists(folder.In("sheet", "index.html")));
    }

    [Fact]
    public async Task Predictions_name_a_class_with_its_probability()
    {
        JsonElement prediction = (await CliRun.Of("predict", finished.Run, finished.Picture(), "--json")).RequireSuccess().Document.GetProperty("predictions")[0];
        Assert.InRange(prediction.GetProperty("probability").GetDouble(), 1.0 / 9, 1);
        Assert.Equal(prediction.GetProperty("class").GetString(), prediction.GetProperty("top")[0].GetProperty("class").GetString());
    }

    [Fact]
    public async Task Resuming_a_finished_run_says_so_and_changes_nothing()
    {
        DateTime before = File.GetLastWriteTimeUtc(Path.Combine(finished.Run, "words.safetensors"));
        CliRun again = (await CliRun.Of(Tiny.Train(finished.Pictures, finished.Run, "--resume", "--json"))).RequireSuccess();
        Assert.Contains("already finished", again.Messages);
        Assert.True(again.Document.GetProperty("alreadyFinished").GetBoolean());
        Assert.Equal(before, File.GetLastWriteTimeUtc(Path.Combine(finished.Run, "words.safetensors")));
    }

    [Fact]
    public async Task A_run_whose_pictures_were_moved_is_explained_where_they_lie_now()
    {
        using var folder = new TemporaryFolder();
        string copy = folder.In("moved");
        foreach (string file in Directory.EnumerateFiles(finished.Pictures, "*.png", SearchOption.AllDirectories))
        {
            string target = Path.Combine(copy, Path.GetRelativePath(finished.Pictures, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }

        (await CliRun.Of("explain", finished.Run, finished.Picture(), "--out", folder.In("why"), "--data", copy)).RequireSuccess();
        (await CliRun.Of("explain", finished.Run, finished.Picture(), "--out", folder.In("why"), "--data", folder.In("nowhere"))).RequireUserError("nowhere", "--data");
    }
}
