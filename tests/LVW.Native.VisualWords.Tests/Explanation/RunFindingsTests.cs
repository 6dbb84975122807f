using LVW.Native.Imaging;
using LVW.Native.VisualWords.Explanation;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Explanation;

/// <summary>What a pass has found comes back from its file as it was, or counts as not kept.</summary>
public sealed class RunFindingsTests : IDisposable
{
    private const int Words = 3;
    private const int Train = 9;
    private const int Test = 4;

    private readonly string folder = Directory.CreateTempSubdirectory("lvw-test-").FullName;

    private string Path => System.IO.Path.Combine(folder, "findings.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Findings_are_read_as_they_were_written()
    {
        RunFindings written = Findings();
        written.Write(Path);
        RunFindings read = RunFindings.TryRead(Path, Words, Train, Test)!;
        Assert.Equal(written.Similarities, read.Similarities);
        Assert.Equal(written.BaseClasses, read.BaseClasses);
        for (int word = 0; word < Words; word++)
        {
            (WordFinding one, WordFinding other) = (written.Words[word], read.Words[word]);
            Assert.Equal((one.Sharedness, one.DuplicateOf), (other.Sharedness, other.DuplicateOf));
            Assert.Equal(Flat([one.Own!]), Flat([other.Own!]));
            Assert.Equal(Flat(one.NearestTrain), Flat(other.NearestTrain));
            Assert.Equal(Flat(one.NearestTest), Flat(other.NearestTest));
        }
    }

    [Theory]
    [InlineData(Words + 1, Train, Test)]
    [InlineData(Words, Train, Test - 1)]
    public void Findings_of_other_words_or_pictures_count_as_not_kept(int words, int train, int test)
    {
        Findings().Write(Path);
        Assert.Null(RunFindings.TryRead(Path, words, train, test));
    }

    [Fact]
    public void A_patch_of_a_picture_that_is_not_there_is_left_out()
    {
        Findings().Write(Path);
        Assert.All(RunFindings.TryRead(Path, Words, 3, Test)!.Words, word => Assert.All(word.NearestTrain, patch => Assert.InRange(patch.Picture, 0, 2)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(200)]
    public void A_file_that_was_cut_short_counts_as_none(int length)
    {
        Findings().Write(Path);
        File.WriteAllBytes(Path, File.ReadAllBytes(Path)[..length]);
        Assert.Null(RunFindings.TryRead(Path, Words, Train, Test));
    }

    [Fact]
    public void A_run_that_kept_none_has_none() => Assert.Null(RunFindings.TryRead(Path, Words, Train, Test));

    // Words have one, two and three neighbours, so that places stay empty.
    private static RunFindings Findings() => new(
        [.. Enumerable.Range(0, Words * Test).Select(i => i / 7f)],
        [2, 0, 1, 1],
        [.. Enumerable.Range(0, Words).Select(word => new WordFinding(Patch(word), word / 4.0, word == 2 ? 0 : null, Patches(word, Train), Patches(word, Test)))]);

    private static PatchFinding[] Patches(int word, int pictures) => [.. Enumerable.Range(0, word + 1).Select(k => Patch(pictures - 1 - k))];

    private static PatchFinding Patch(int picture) => new(picture, picture / 8f, new FloatMap(3, 2, [.. Enumerable.Range(0, 6).Select(i => i + (picture / 2f))]));

    private static (int, double, string)[] Flat(IEnumerable<PatchFinding> patches)
        => [.. patches.Select(patch => (patch.Picture, patch.Distance, $"{patch.Map.Width} {string.Join(' ', patch.Map.Values)}"))];
}
