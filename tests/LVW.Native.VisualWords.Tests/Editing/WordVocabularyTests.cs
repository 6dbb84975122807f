using LVW.Native.VisualWords.Editing;
using LVW.Native.VisualWords.Training;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Editing;

public sealed class WordVocabularyTests
{
    private readonly WordVocabulary five = WordVocabulary.Of(5);

    [Fact]
    public void Words_keep_their_numbers_when_others_go()
    {
        WordVocabulary fewer = five.After(Edit(WordEditKind.Disable, 1, 3));
        Assert.Equal([0, 2, 4], fewer.InUse);
        Assert.Equal("disabled", fewer.FateOf(3));
        Assert.Equal([0, 2, 3, 4], fewer.After(Edit(WordEditKind.Enable, 3)).InUse);
        Assert.Equal([0, 1, 2, 3, 4], five.InUse);
    }

    [Fact]
    public void Of_merged_words_the_first_stays_and_takes_a_name_if_it_has_none()
    {
        WordVocabulary named = five.After(Edit(WordEditKind.Rename, 1) with { Name = "petal" });
        WordVocabulary merged = named.After(Edit(WordEditKind.Merge, 3, 1));
        Assert.Equal([0, 2, 3, 4], merged.InUse);
        Assert.Equal("merged into 3", merged.FateOf(1));
        Assert.Equal("petal", merged.NameOf(3));
        Assert.Equal("leaf", named.After(Edit(WordEditKind.Rename, 3) with { Name = " leaf " }).After(Edit(WordEditKind.Merge, 3, 1)).NameOf(3));
    }

    [Theory]
    [InlineData(WordEditKind.Disable, new[] { 5 }, "word 5", "0 to 4")]
    [InlineData(WordEditKind.Disable, new[] { -1 }, "word -1", "0 to 4")]
    [InlineData(WordEditKind.Disable, new[] { 1, 1 }, "word 1", "twice")]
    [InlineData(WordEditKind.Disable, new int[0], "words", "none is named")]
    [InlineData(WordEditKind.Disable, new[] { 0, 1, 2, 3, 4 }, "words", "all 5 words in use would be taken out")]
    [InlineData(WordEditKind.Enable, new[] { 2 }, "word 2", "in use already")]
    [InlineData(WordEditKind.Merge, new[] { 2 }, "merge", "two words")]
    [InlineData(WordEditKind.Rename, new[] { 2, 3 }, "rename", "one word")]
    public void What_cannot_be_done_is_said_with_the_word(WordEditKind kind, int[] words, string subject, string fact)
    {
        string message = Assert.Throws<RunFolderException>(() => five.After(Edit(kind, words))).Message;
        Assert.StartsWith(subject, message, StringComparison.Ordinal);
        Assert.Contains(fact, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_word_out_of_use_cannot_go_again_and_the_last_one_stays()
    {
        WordVocabulary one = five.After(Edit(WordEditKind.Prune, 0, 1, 2, 3));
        Assert.Contains("pruned", Assert.Throws<RunFolderException>(() => one.After(Edit(WordEditKind.Merge, 4, 3))).Message, StringComparison.Ordinal);
        Assert.Contains("only word left", Assert.Throws<RunFolderException>(() => one.After(Edit(WordEditKind.Disable, 4))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("two\nlines")]
    [InlineData("a name that is so long that no table, no page and no reader has room for it")]
    public void A_name_is_one_short_line(string name)
        => Assert.Contains("1 to 60", Assert.Throws<RunFolderException>(() => five.After(Edit(WordEditKind.Rename, 1) with { Name = name })).Message, StringComparison.Ordinal);

    private static WordEdit Edit(WordEditKind kind, params int[] words) => new() { Kind = kind, Words = words };
}
