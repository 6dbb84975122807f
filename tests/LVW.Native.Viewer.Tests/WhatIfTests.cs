using System.Text.Json;
using System.Text.RegularExpressions;

namespace LVW.Native.Viewer.Tests;

/// <summary>Words are left out and decisions change as they do when lvw words disable takes them out; nothing is kept.</summary>
public sealed class WhatIfTests(FinishedRun finished)
{
    [Fact]
    public async Task Decisions_without_a_word_and_with_fitted_weights_are_those_of_the_edited_run()
    {
        using var copy = new RunCopy(finished);
        await using ServedRun served = await ServedRun.StartAsync(finished.Run);
        await served.Change(("word", "3"), ("use", "0"));
        await served.Change(("fit", "1"));
        Assert.Equal("Done", await served.Passed("fit"));
        (await CliRun.Of("words", "disable", copy.Path, "3")).RequireSuccess();
        await using ServedRun edited = await ServedRun.StartAsync(copy.Path);
        for (int n = 0; n < 18; n += 5) Assert.Equal(Decision(await edited.Page($"/pictures/test/{n}")), Decision(await served.Page($"/pictures/test/{n}")));
        Assert.Contains("disabled", await edited.Page("/words/3"));
    }

    [Fact]
    public async Task An_edited_run_is_explained_as_lvw_explain_explains_it()
    {
        using var copy = new RunCopy(finished);
        using var folder = new TemporaryFolder();
        (await CliRun.Of("words", "disable", copy.Path, "0,5")).RequireSuccess();
        (await CliRun.Of("words", "rename", copy.Path, "7", "long ear")).RequireSuccess();
        (await CliRun.Of("explain", copy.Path, finished.Picture(), "--out", folder.In("why"))).RequireSuccess();
        JsonElement told = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Directory.GetFiles(folder.In("why"), "*.json").Single()));
        await using ServedRun served = await ServedRun.StartAsync(copy.Path);
        string address = Regex.Match(await served.Page("/pictures/test"), "<a href=\"(/pictures/test/\\d+)\" title=\"[^\"]*bramblet/0000.png\"").Groups[1].Value;
        string page = await served.Page(address);
        Assert.Contains($"id=\"logit\">{told.GetProperty("logit").GetDouble().ToString("F3", System.Globalization.CultureInfo.InvariantCulture).Replace('-', '−')}<", page);
        Assert.Contains("Word 7: long ear", await served.Page("/words"));
        JsonElement refused = await served.Change(("word", "5"), ("use", "0"));
        Assert.Contains("word 5: it is not in use", refused.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Leaving_a_word_out_changes_logits_and_taking_it_back_restores_every_byte()
    {
        await using ServedRun served = await ServedRun.StartAsync(finished.Run);
        string before = await served.Page("/pictures/test/0");
        string word = Regex.Match(before, "data-word=\"(\\d+)\"").Groups[1].Value;
        await served.Change(("word", word), ("use", "0"));
        string without = await served.Page("/pictures/test/0");
        Assert.NotEqual(Decision(before), Decision(without));
        Assert.Contains($"Without word {word}", without);
        Assert.Contains($"lvw words disable {finished.Run} {word}", without);
        Assert.Contains("accuracy", without);
        await served.Change(("word", word), ("use", "1"));
        Assert.Equal(Tokenless(before), Tokenless(await served.Page("/pictures/test/0")));
        await served.Change(("word", word), ("use", "0"));
        await served.Change(("reset", "1"));
        Assert.Equal(Tokenless(before), Tokenless(await served.Page("/pictures/test/0")));
    }

    [Fact]
    public async Task A_map_of_other_words_than_its_address_tells_is_not_kept_by_the_browser()
    {
        await using ServedRun served = await ServedRun.StartAsync(finished.Run);
        string page = await served.Page("/pictures/test/0");
        string map = Regex.Match(page, "/images/test/0/words\\?v=[^\"]+").Value;
        Assert.False(await IsNew());
        await served.Change(("word", Regex.Match(page, "data-word=\"(\\d+)\"").Groups[1].Value), ("use", "0"));
        Assert.True(await IsNew());
        await served.Change(("reset", "1"));
        Assert.False(await IsNew());

        async Task<bool> IsNew()
        {
            using HttpResponseMessage answer = await served.Get(map);
            Assert.True(answer.IsSuccessStatusCode);
            return answer.Headers.CacheControl!.NoStore;
        }
    }

    [Theory]
    [InlineData("99", "there is no such word")]
    [InlineData("-1", "there is no such word")]
    public async Task A_word_that_is_not_there_is_told(string word, string line)
    {
        await using ServedRun served = await ServedRun.StartAsync(finished.Run);
        Assert.Contains(line, (await served.Change(("word", word), ("use", "0"))).GetProperty("error").GetString());
        Assert.DoesNotContain("Without", await served.Page("/words"));
    }

    [Fact]
    public async Task The_last_word_cannot_be_left_out()
    {
        await using ServedRun served = await ServedRun.StartAsync(finished.Run);
        for (int word = 0; word < 17; word++) await served.Change(("word", $"{word}"), ("use", "0"));
        Assert.True((await served.Change(("word", "17"), ("use", "0"))).TryGetProperty("error", out _));
        await served.Page("/pictures/test/0");
    }

    // Class, logit, and the table of what adds up to it.
    private static string Decision(string page)
    {
        string decided = Regex.Match(page, "id=\"decision\">[^<]*").Value;
        return decided + Tokenless(Regex.Match(page, "<table class=\"contributions\">.*?</table>").Value);
    }

    private static string Tokenless(string page) => Regex.Replace(page, "v=[0-9a-f]+(-\\d+)?", "v");
}
