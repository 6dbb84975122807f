using LVW.Native.Engine.Checkpoints;
using LVW.Native.VisualWords.Editing;
using LVW.Native.VisualWords.Tests.Data;
using LVW.Native.VisualWords.Training;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Editing;

/// <summary>Histories of a run of three words and two classes.</summary>
public sealed class EditHistoryTests : IDisposable
{
    private static readonly float[] Trained = [1, 2, 3, 4, 5, 6];

    private readonly TemporaryFolder folder = new();
    private readonly RunFolder run;

    public EditHistoryTests()
    {
        folder.Add("settings.json", "words.json");
        WriteWords(0);
        run = RunFolder.Open(folder.Path);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Edits_are_read_back_and_undone_one_by_one_with_the_trained_file_untouched()
    {
        byte[] before = File.ReadAllBytes(run.WordsFile);
        EditHistory history = Read();
        history.Commit(Edit(WordEditKind.Disable, 1), [10, 30, 40, 60]);
        history.Commit(Edit(WordEditKind.Rename, 2) with { Name = "petal" }, null);
        history.Commit(Edit(WordEditKind.Merge, 0, 2), [7, 8]);
        Assert.Equal([7f, 8f], Read().Weights(2));
        Assert.Equal([0], Read().Vocabulary.InUse);

        Assert.Equal(3, Read().Undo(default).Number);
        Assert.Equal([10f, 30f, 40f, 60f], Read().Weights(2));
        Assert.Equal("petal", Read().Vocabulary.NameOf(2));
        Read().Undo(default);
        Assert.Null(Read().Vocabulary.NameOf(2));
        Assert.Equal(1, Read().Undo(default).Number);
        Assert.Equal(Trained, Read().Weights(2));
        Assert.Equal(0, Read().Standing);
        Assert.Equal(6, Read().Edits.Count);
        Assert.Contains("nothing to undo", Assert.Throws<RunFolderException>(() => Read().Undo(default)).Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(run.WordsFile));
    }

    [Fact]
    public void An_edit_after_an_undoing_stands_on_what_was_before()
    {
        EditHistory history = Read();
        history.Commit(Edit(WordEditKind.Disable, 1), [10, 30, 40, 60]);
        history.Undo(default);
        history.Commit(Edit(WordEditKind.Disable, 0), [20, 30, 50, 60]);
        Assert.Equal([1, 2], Read().Vocabulary.InUse);
        Assert.Equal([20f, 30f, 50f, 60f], Read().Weights(2));
        Read().Undo(default);
        Assert.Equal(Trained, Read().Weights(2));
    }

    [Fact]
    public void A_crash_between_weights_and_history_leaves_the_words_as_they_were()
    {
        Read().Commit(Edit(WordEditKind.Disable, 1), [10, 30, 40, 60]);
        byte[] lines = File.ReadAllBytes(run.EditsFile);
        Read().Commit(Edit(WordEditKind.Disable, 2), [5, 6]);
        File.WriteAllBytes(run.EditsFile, lines);
        Assert.Equal([10f, 30f, 40f, 60f], Read().Weights(2));
        Read().Commit(Edit(WordEditKind.Disable, 0), [8, 9]);
        Assert.Equal([8f, 9f], Read().Weights(2));
        Assert.Equal([2], Read().Vocabulary.InUse);
    }

    [Fact]
    public void An_edit_that_cannot_be_made_writes_nothing()
    {
        Assert.Throws<RunFolderException>(() => Read().Commit(Edit(WordEditKind.Disable, 9), [1]));
        Assert.False(File.Exists(run.EditsFile));
        Assert.False(Directory.Exists(folder.In("edits")));
    }

    [Fact]
    public void Of_two_programs_that_began_alike_the_second_writes_nothing_and_says_so()
    {
        (EditHistory first, EditHistory second) = (Read(), Read());
        first.Commit(Edit(WordEditKind.Disable, 1), [10, 30, 40, 60]);
        Assert.Contains("edited by another program meanwhile", Assert.Throws<RunFolderException>(() => second.Commit(Edit(WordEditKind.Disable, 2), [5, 6, 7, 8])).Message, StringComparison.Ordinal);
        Assert.Throws<RunFolderException>(() => second.Undo(default));
        Assert.Equal([0, 2], Read().Vocabulary.InUse);
        Assert.Equal([10f, 30f, 40f, 60f], Read().Weights(2));
    }

    [Fact]
    public void While_a_program_writes_an_edit_another_one_is_refused()
    {
        using (new FileStream(run.EditsLockFile, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            Assert.StartsWith(run.EditsLockFile, Assert.Throws<RunFolderException>(() => Read().Commit(Edit(WordEditKind.Disable, 1), [10, 30, 40, 60])).Message, StringComparison.Ordinal);
            Assert.False(File.Exists(run.EditsFile));
        }

        Read().Commit(Edit(WordEditKind.Disable, 1), [10, 30, 40, 60]);
        Assert.Equal([0, 2], Read().Vocabulary.InUse);
    }

    [Fact]
    public void Edits_of_other_words_are_refused()
    {
        Read().Commit(Edit(WordEditKind.Disable, 1), [10, 30, 40, 60]);
        WriteWords(1);
        Assert.Contains("another words.safetensors", Assert.Throws<RunFolderException>(Read).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"kind\":\"paint\",\"words\":[1]}")]
    [InlineData("{\"kind\":\"undo\",\"words\":[]}")]
    [InlineData("{\"kind\":\"disable\",\"words\":[99]}")]
    public void A_damaged_history_is_an_error_that_names_the_file(string line)
    {
        File.WriteAllText(run.EditsFile, line + "\n");
        string message = Assert.Throws<RunFolderException>(Read).Message;
        Assert.StartsWith(run.EditsFile, message, StringComparison.Ordinal);
        Assert.Contains("Delete it", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_that_are_missing_or_of_other_sizes_are_an_error_that_names_their_file()
    {
        Read().Commit(Edit(WordEditKind.Disable, 1), [10, 30, 40, 60]);
        Assert.Contains("0001.safetensors", Assert.Throws<CheckpointException>(() => Read().Weights(3)).Message, StringComparison.Ordinal);
        File.Delete(folder.In("edits/0001.safetensors"));
        Assert.Contains("0001.safetensors", Assert.Throws<CheckpointException>(() => Read().Weights(2)).Message, StringComparison.Ordinal);
    }

    private EditHistory Read() => EditHistory.Read(run, 3);

    private void WriteWords(float first) => SafeTensors.Write(
        folder.In("words.safetensors"),
        new Dictionary<string, HostTensor> { ["head.last"] = new([2, 3], Trained), ["head.words"] = new([3, 1], [first, 1, 2]) });

    private static WordEdit Edit(WordEditKind kind, params int[] words) => new() { Kind = kind, Words = words };
}
