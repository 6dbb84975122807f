using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.Cli.Tests;

/// <summary>Other methods than the default, and the base model that they share.</summary>
public sealed class MethodTests(FinishedRun finished) : IDisposable
{
    private static readonly string[] Files = ["base.safetensors", "words.safetensors", "words.json"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_base_model_alone_is_a_finished_run_without_words()
    {
        CliRun trained = (await Train("black-box", "base", "--json")).RequireSuccess();
        System.Text.Json.JsonElement metrics = trained.Document.GetProperty("metrics");
        Assert.False(metrics.TryGetProperty("words", out _));
        Assert.InRange(metrics.GetProperty("base").GetProperty("deletionAuc").GetDouble(), 0, 1);
        Assert.Equal(
            finished.Training.Document.GetProperty("metrics").GetProperty("base").GetProperty("testAccuracy").GetDouble(),
            metrics.GetProperty("base").GetProperty("testAccuracy").GetDouble());
        Assert.Equal(File.ReadAllBytes(Path.Combine(finished.Run, "base.safetensors")), File.ReadAllBytes(folder.In("base", "base.safetensors")));
        Assert.Contains("already finished", (await Train("black-box", "base", "--resume")).RequireSuccess().Messages, StringComparison.Ordinal);
        (await CliRun.Of("explain", folder.In("base"), finished.Picture(), "--out", folder.In("why"))).RequireUserError("no words", "--method");
        (await CliRun.Of("words", folder.In("base"), "--out", folder.In("sheet"))).RequireUserError("no words");
        (await CliRun.Of("evaluate", folder.In("base"), "--data", finished.Pictures)).RequireUserError("no words");
    }

    [Theory]
    [InlineData("protopnet")]
    [InlineData("paper")]
    [InlineData("without-same-flips")]
    public async Task A_run_that_begins_from_a_base_model_is_bit_for_bit_the_run_that_trains_it(string method)
    {
        (await Train("black-box", "base")).RequireSuccess();
        (await Train(method, "own")).RequireSuccess();
        RunFolder own = RunFolder.Open(folder.In("own"));
        RunFolder begun = RunFolder.Begin(folder.In("begun"), own.ReadSettings(), own.ReadDescription(), resume: false);
        Assert.True(begun.TakeBase(folder.In("base")));
        Assert.False(begun.TakeBase(folder.In("base")));
        CliRun resumed = (await Train(method, "begun", "--resume")).RequireSuccess();
        Assert.DoesNotContain("base epoch", resumed.Messages, StringComparison.Ordinal);
        Assert.All(Files, name => Assert.True(
            File.ReadAllBytes(folder.In("own", name)).AsSpan().SequenceEqual(File.ReadAllBytes(folder.In("begun", name))), $"{name} differs"));
        Assert.Equal(Log("own"), Log("begun"));
    }

    [Fact]
    public async Task A_base_model_of_other_settings_is_not_taken_and_one_of_another_device_is()
    {
        (await Train("black-box", "base")).RequireSuccess();
        RunFolder other = RunFolder.Open(finished.Run);
        RunFolder begun = RunFolder.Begin(folder.In("begun"), other.ReadSettings() with { Seed = 9 }, other.ReadDescription(), resume: false);
        Assert.False(begun.TakeBase(folder.In("base")));
        Assert.False(File.Exists(begun.BaseFile));

        TrainingSettings elsewhere = SettingsReader.ReadEffective(folder.In("base", "settings.json")) with { Device = "cuda:0", Threads = 7 };
        RunFolder moved = RunFolder.Begin(folder.In("moved"), elsewhere, RunDescription.Read(folder.In("base", "run.json")), resume: false);
        Assert.True(moved.TakeBase(folder.In("base")));
    }

    [Fact]
    public async Task Words_of_a_class_are_patches_of_their_class()
    {
        (await Train("lvw-no-sharing", "run")).RequireSuccess();
        System.Text.Json.JsonElement words = System.Text.Json.JsonSerializer.Deserialize<System.Text.Json.JsonElement>(File.ReadAllText(folder.In("run", "words.json")));
        Assert.All(words.EnumerateArray(), word => Assert.Equal(word.GetProperty("word").GetInt32() / 2, word.GetProperty("classIndex").GetInt32()));
        Assert.Contains(File.ReadLines(folder.In("run", "metrics.jsonl")), line => line.Contains("\"separation\":-", StringComparison.Ordinal));
        (await CliRun.Of("words", "disable", folder.In("run"), "3", "--json")).RequireSuccess();
    }

    [Fact]
    public async Task An_unknown_method_is_named_with_the_known_ones()
        => (await Train("pipnet", "run")).RequireUserError("'pipnet'", "protopnet");

    private Task<CliRun> Train(string method, string run, params string[] more)
        => CliRun.Of([.. Tiny.Train(finished.Pictures, folder.In(run), ["--method", method, .. more])]);

    // Speeds differ, everything else does not.
    private string[] Log(string run) =>
        [.. File.ReadLines(folder.In(run, "metrics.jsonl")).Select(line => (EpochRecord.FromJson(line) with { PicturesPerSecond = 0 }).ToJson())];
}
