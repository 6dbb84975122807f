using System.Text.Json;

namespace LVW.Native.Cli.Tests;

/// <summary>Words of a finished run are taken out, merged, named and pruned; all verbs follow, and all of it can be undone.</summary>
public sealed class WordEditingTests : IDisposable
{
    private readonly FinishedRun finished;
    private readonly TemporaryFolder folder = new();

    public WordEditingTests(FinishedRun finished)
    {
        this.finished = finished;
        Directory.CreateDirectory(Run);
        foreach (string file in Directory.GetFiles(finished.Run)) File.Copy(file, Path.Combine(Run, Path.GetFileName(file)));
    }

    private string Run => folder.In("run");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Undoing_everything_restores_every_answer_and_every_byte_of_the_words()
    {
        byte[] words = File.ReadAllBytes(Path.Combine(Run, "words.safetensors")), sources = File.ReadAllBytes(Path.Combine(Run, "words.json"));
        string before = await Logits();
        await Edit("disable", "3,7");
        Assert.NotEqual(before, await Logits());
        await Edit("merge", "0,1");
        await Edit("enable", "7");
        await Edit("rename", "2", "yellow petal");
        await Edit("prune", "--budget", "100");
        for (int i = 0; i < 5; i++) await Edit("undo");
        Assert.Equal(before, await Logits());
        Assert.Equal(words, File.ReadAllBytes(Path.Combine(Run, "words.safetensors")));
        Assert.Equal(sources, File.ReadAllBytes(Path.Combine(Run, "words.json")));
        (await CliRun.Of("words", "undo", Run)).RequireUserError("nothing to undo");
    }

    [Fact]
    public async Task Edits_tell_accuracy_and_how_many_words_are_in_use()
    {
        JsonElement disabled = await Edit("disable", "3,7");
        Assert.Equal((16, 18), (disabled.GetProperty("inUse").GetInt32(), disabled.GetProperty("words").GetInt32()));
        JsonElement edit = disabled.GetProperty("edit");
        Assert.Equal("training", edit.GetProperty("judgedOn").GetString());
        Assert.InRange(edit.GetProperty("accuracyBefore").GetDouble(), 0, 1);
        JsonElement pruned = (await Edit("prune", "--budget", "100")).GetProperty("edit");
        Assert.Equal(edit.GetProperty("accuracyAfter").GetDouble(), pruned.GetProperty("accuracyBefore").GetDouble());
        Assert.Equal(15, pruned.GetProperty("words").GetArrayLength());
        Assert.Equal(15, pruned.GetProperty("reasons").GetArrayLength());
        string text = (await CliRun.Of("words", "enable", Run, "3")).RequireSuccess().Data;
        Assert.Contains("2 of 18 words in use", text);
        Assert.Contains("training pictures", text);
    }

    [Fact]
    public async Task All_verbs_use_the_words_that_are_left_under_their_own_numbers_and_names()
    {
        await Edit("disable", "0,5");
        await Edit("rename", "17", "yellow petal");
        JsonElement list = (await CliRun.Of("words", "list", Run, "--json")).RequireSuccess().Document.GetProperty("words");
        Assert.Equal(["disabled", "in use", "in use", "in use", "in use", "disabled"], list.EnumerateArray().Take(6).Select(word => word.GetProperty("status").GetString()!));
        Assert.Equal("yellow petal", list[17].GetProperty("name").GetString());

        JsonElement sheet = (await CliRun.Of("words", Run, "--out", folder.In("sheet"), "--json")).RequireSuccess().Document;
        int[] expected = [.. Enumerable.Range(0, 18).Except([0, 5])];
        Assert.Equal(expected, sheet.GetProperty("words").EnumerateArray().Select(word => word.GetProperty("word").GetInt32()));
        Assert.Equal([0, 5], sheet.GetProperty("notInUse").EnumerateArray().Select(word => word.GetProperty("word").GetInt32()));
        Assert.Contains("Word 17: yellow petal", File.ReadAllText(folder.In("sheet", "index.html")));
        foreach (JsonElement word in sheet.GetProperty("words").EnumerateArray())
        {
            Assert.Equal(list[word.GetProperty("word").GetInt32()].GetProperty("source").GetString(), word.GetProperty("source").GetString());
            Assert.InRange(word.GetProperty("projectionDistance").GetDouble(), 0, 1e-6);
        }

        JsonElement metrics = (await CliRun.Of("evaluate", Run, "--data", finished.Pictures, "--json")).RequireSuccess().Document.GetProperty("metrics");
        Assert.Equal(16, metrics.GetProperty("words").GetProperty("count").GetInt32());

        JsonElement explanation = (await CliRun.Of("explain", Run, finished.Picture(), "--out", folder.In("why"), "--json")).RequireSuccess().Document.GetProperty("explanations")[0];
        int[] used = [.. explanation.GetProperty("words").EnumerateArray().Concat(explanation.GetProperty("nearest").EnumerateArray()).Select(word => word.GetProperty("word").GetInt32())];
        Assert.All(used, word => Assert.Contains(word, expected));
        double sum = explanation.GetProperty("words").EnumerateArray().Sum(word => word.GetProperty("contribution").GetDouble());
        Assert.Equal(explanation.GetProperty("logit").GetDouble(), sum + explanation.GetProperty("otherContribution").GetDouble(), 9);

        // What single pictures are held against is known for these words too, but for the energy, which depends on the last layer.
        JsonElement fidelity = explanation.GetProperty("fidelity");
        Assert.True(fidelity.TryGetProperty("listedWordsKeep", out _), explanation.GetRawText());
        Assert.False(fidelity.TryGetProperty("leastEnergy", out _));

        JsonElement exported = (await CliRun.Of("export", Run, "--onnx", folder.In("words.onnx"), "--json")).RequireSuccess().Document;
        Assert.Contains("16", exported.GetProperty("outputs").EnumerateArray().Single(port => port.GetProperty("name").GetString() == "similarities").GetProperty("shape").GetString());
    }

    [Fact]
    public async Task Pictures_are_read_once_and_may_be_gone_afterwards()
    {
        string description = Path.Combine(Run, "run.json");
        string nowhere = folder.In("nowhere");
        File.WriteAllText(description, File.ReadAllText(description).Replace(JsonSerializer.Serialize(finished.Pictures), JsonSerializer.Serialize(nowhere)));
        (await CliRun.Of("words", "disable", Run, "3")).RequireUserError(nowhere, "--data");
        Assert.False(File.Exists(Path.Combine(Run, "edits.jsonl")));
        await Edit("disable", "3", "--data", finished.Pictures);
        await Edit("disable", "4");
    }

    [Theory]
    [InlineData("word 99", "0 to 17", "disable", "99")]
    [InlineData("word 3", "twice", "merge", "3,3")]
    [InlineData("merge", "two words", "merge", "3")]
    [InlineData("word 3", "in use already", "enable", "3")]
    [InlineData("x,y", "3,7", "disable", "x,y")]
    [InlineData("rename", "1 to 60", "rename", "3", "a name that is so long that no table, no page and no reader has room for it")]
    [InlineData("--budget", "100", "prune", "--budget", "-1")]
    [InlineData("at least one", "all 18", "disable", "0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17")]
    public async Task What_cannot_be_edited_is_one_line_and_changes_nothing(string subject, string fact, string verb, params string[] arguments)
    {
        (await CliRun.Of(["words", verb, Run, .. arguments])).RequireUserError(subject, fact);
        Assert.False(File.Exists(Path.Combine(Run, "edits.jsonl")));
        Assert.False(File.Exists(Path.Combine(Run, "scores.safetensors")));
    }

    [Fact]
    public async Task A_run_that_has_not_finished_is_not_edited()
    {
        File.Delete(Path.Combine(Run, "metrics.json"));
        (await CliRun.Of("words", "disable", Run, "3")).RequireUserError("not finished", "--resume");
        (await CliRun.Of("words", "list", folder.In("none"))).RequireUserError("none", "no such run");
    }

    [Fact]
    public async Task A_damaged_history_is_an_error_of_every_verb()
    {
        File.WriteAllText(Path.Combine(Run, "edits.jsonl"), "{\n");
        (await CliRun.Of("predict", Run, finished.Picture())).RequireUserError("edits.jsonl", "Delete it");
    }

    private async Task<JsonElement> Edit(string verb, params string[] arguments)
        => (await CliRun.Of(["words", verb, Run, .. arguments, "--json"])).RequireSuccess().Document;

    private async Task<string> Logits()
        => (await CliRun.Of("predict", Run, finished.Picture(), "--json")).RequireSuccess().Document.GetProperty("predictions").GetRawText();
}
