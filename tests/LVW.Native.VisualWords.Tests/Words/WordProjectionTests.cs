using FsCheck.Xunit;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Words;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Words;

public sealed class WordProjectionTests
{
    [Fact]
    public void A_word_takes_its_nearest_patch_of_all_pictures()
    {
        // Two pictures of 1 × 2 cells, two words; values are picture by picture, cell by cell, word by word.
        IReadOnlyList<WordSource> sources = Project(words: 2, distinct: false, rows: 1, columns: 2, [5, 1, 4, 2], [3, 7, 6, 0.5f]);
        Assert.Equal([(1, 0, 0, 3f), (1, 0, 1, 0.5f)], sources.Select(source => (source.Picture, source.Row, source.Column, source.Distance)));
        Assert.Equal(["1.png", "1.png"], sources.Select(source => source.Key));
        Assert.Equal([10, 10], sources.Select(source => source.ClassIndex));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_equal_patches_the_first_in_picture_row_column_order_is_taken(bool distinct)
    {
        IReadOnlyList<WordSource> sources = Project(words: 1, distinct, rows: 2, columns: 2, [2, 1, 1, 1], [1, 1, 1, 1]);
        Assert.Equal((0, 0, 1), (sources[0].Picture, sources[0].Row, sources[0].Column));
    }

    [Fact]
    public void Without_distinct_several_words_share_a_patch()
        => Assert.Equal([0, 0], Project(words: 2, distinct: false, rows: 1, columns: 2, [1, 2, 3, 4]).Select(source => source.Column));

    [Fact]
    public void With_distinct_the_nearer_word_keeps_the_patch_and_the_other_takes_its_next()
    {
        // Cell 0 is nearest for both; word 1 is nearer. Word 0 then prefers cell 2 to cell 1.
        IReadOnlyList<WordSource> sources = Project(words: 2, distinct: true, rows: 1, columns: 3, [2, 1, 9, 5, 4, 5]);
        Assert.Equal([2, 0], sources.Select(source => source.Column));
        Assert.Equal([4f, 1f], sources.Select(source => source.Distance));
    }

    [Property(MaxTest = 60)]
    public void Distinct_words_have_patches_of_their_own_none_of_which_could_be_bettered(int seed)
    {
        var random = new Random(seed);
        int words = random.Next(1, 9), rows = random.Next(1, 4), columns = random.Next(1, 4), pictures = ((words + (rows * columns) - 1) / (rows * columns)) + random.Next(3);
        float[][] distances = [.. Enumerable.Range(0, pictures).Select(_ => Enumerable.Range(0, rows * columns * words).Select(_ => random.Next(6) / 4f).ToArray())];
        IReadOnlyList<WordSource> sources = Project(words, distinct: true, rows, columns, distances);
        var taken = sources.Select(source => (source.Picture, source.Row, source.Column)).ToHashSet();
        Assert.Equal(words, taken.Count);
        foreach (WordSource source in sources)
        {
            Assert.Equal(distances[source.Picture][(((source.Row * columns) + source.Column) * words) + source.Word], source.Distance);
            for (int picture = 0; picture < pictures; picture++)
            {
                for (int cell = 0; cell < rows * columns; cell++)
                {
                    bool free = !taken.Contains((picture, cell / columns, cell % columns));
                    Assert.False(free && distances[picture][(cell * words) + source.Word] < source.Distance, "A nearer patch was free.");
                }
            }
        }
    }

    [Property(MaxTest = 60)]
    public void Without_distinct_each_source_is_the_first_smallest_distance(int seed)
    {
        var random = new Random(seed);
        int words = random.Next(1, 6);
        float[][] distances = [.. Enumerable.Range(0, 3).Select(_ => Enumerable.Range(0, 4 * words).Select(_ => random.Next(4) / 2f).ToArray())];
        foreach (WordSource source in Project(words, distinct: false, 2, 2, distances))
        {
            float[] all = [.. distances.SelectMany(picture => Enumerable.Range(0, 4).Select(cell => picture[(cell * words) + source.Word]))];
            Assert.Equal(Array.IndexOf(all, all.Min()), (source.Picture * 4) + (source.Row * 2) + source.Column);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Words_of_a_class_search_the_pictures_of_their_class_alone(bool distinct)
    {
        // Four words of two classes; picture 0 is nearest for all, but of class 0.
        var projection = new WordProjection(words: 4, distinct, ownClasses: 2);
        projection.Observe(0, [1, 2, 1, 2, 3, 4, 3, 4], 1, 2, classIndex: 0);
        projection.Observe(1, [9, 9, 8, 7, 9, 9, 6, 9], 1, 2, classIndex: 1);
        IReadOnlyList<WordSource> sources = projection.Sources(picture => ($"{picture}.png", picture));
        Assert.Equal(distinct ? [(0, 0), (0, 1), (1, 1), (1, 0)] : [(0, 0), (0, 0), (1, 1), (1, 0)], sources.Select(source => (source.Picture, source.Column)));
        Assert.Equal([0, 0, 1, 1], sources.Select(source => source.ClassIndex));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Distances_that_are_not_numbers_are_an_error_that_says_so(bool distinct)
    {
        NonFiniteLossException error = Assert.Throws<NonFiniteLossException>(() => Project(words: 2, distinct, rows: 1, columns: 1, [1, float.NaN]));
        Assert.Contains("word 1", error.Message, StringComparison.Ordinal);
    }

    private static IReadOnlyList<WordSource> Project(int words, bool distinct, int rows, int columns, params float[][] pictures)
    {
        var projection = new WordProjection(words, distinct);
        for (int picture = 0; picture < pictures.Length; picture++) projection.Observe(picture, pictures[picture], rows, columns);
        return projection.Sources(picture => ($"{picture}.png", picture * 10));
    }
}
