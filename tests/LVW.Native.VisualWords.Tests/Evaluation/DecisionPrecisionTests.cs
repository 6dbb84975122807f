using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Tests.Data;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Evaluation;

public class DecisionPrecisionTests
{
    // Word 0 speaks for class 0, word 1 for class 1, word 2 for both. The other pictures give word 1 the values 0, 2, 4 and 6.
    private static readonly float[] LastLayer = [1, 0, 1, 0, 1, 1];
    private static readonly DecisionPrecision Precision = new(LastLayer, 3, [1, 0, 5, 1, 2, 0, 1, 4, 0, 1, 6, 2]);

    [Fact]
    public void A_shown_word_keeps_the_decision_where_others_find_less_of_its_rival()
    {
        float[] own = [5, 1, 3];
        Assert.Equal(4, Precision.Pictures);
        Assert.Equal(0.25, Precision.Of(own, 0, []));
        Assert.Equal(0.75, Precision.Of(own, 0, [0]));
        Assert.Equal(0.25, Precision.Of(own, 0, [2]));
        Assert.Equal(1, Precision.Of(own, 0, [0, 1]));
    }

    [Fact]
    public void Words_are_shown_until_the_decision_is_kept_often_enough()
    {
        float[] own = [5, 1, 3];
        Assert.Equal(0, Precision.Needed(own, 0, [0, 2, 1], 0.2));
        Assert.Equal(1, Precision.Needed(own, 0, [0, 2, 1], 0.75));
        Assert.Equal(3, Precision.Needed(own, 0, [0, 2, 1], 0.95));
    }

    [Fact]
    public void A_tie_is_no_loss() => Assert.Equal(0.5, Precision.Of([2, 1, 3], 0, [0]));

    [Fact]
    public void A_calibration_comes_back_from_its_file_and_one_for_other_words_does_not()
    {
        using var folder = new TemporaryFolder();
        string file = folder.In("calibration.json");
        Assert.Null(ExplanationCalibration.Read(file, 3));
        new ExplanationCalibration { Similarities = new SimilarityRanges([1, 2, 3], [4, 5, 6]), References = [1, 0, 5, 1, 2, 0.25f], LeastEnergy = 3.5, Coverage = 0.9 }.Write(file);
        ExplanationCalibration read = ExplanationCalibration.Read(file, 3)!;
        Assert.Equal([1, 0, 5, 1, 2, 0.25f], read.References);
        Assert.Equal((6f, 3.5, 0.9), (read.Similarities!.High[2], read.LeastEnergy, read.Coverage));
        Assert.Null(ExplanationCalibration.Read(file, 2));
        foreach (string damaged in new[] { "{", "null", "{\"similarities\":{}}", "{\"references\":null}", "{\"similarities\":{\"low\":[1,2,3]}}" })
        {
            File.WriteAllText(file, damaged);
            Assert.Null(ExplanationCalibration.Read(file, 3));
        }
    }

    [Fact]
    public void A_calibration_of_some_words_keeps_their_columns_and_leaves_out_what_depends_on_the_last_layer()
    {
        var all = new ExplanationCalibration { Similarities = new SimilarityRanges([1, 2, 3], [4, 5, 6]), References = [1, 0, 5, 1, 2, 0.25f], LeastEnergy = 3.5, Coverage = 0.9 };
        ExplanationCalibration some = all.Of([0, 2]);
        Assert.Equal([1f, 3f], some.Similarities!.Low);
        Assert.Equal([4f, 6f], some.Similarities.High);
        Assert.Equal([1, 5, 1, 0.25f], some.References);
        Assert.Equal((null, null), (some.LeastEnergy, some.Coverage));
    }

    [Theory]
    [InlineData(1000, 85, 32)]
    [InlineData(1000, 500, 16)]
    [InlineData(1000, 5000, 8)]
    [InlineData(5, 85, 5)]
    public void Fewer_pictures_are_kept_where_words_are_many(int pictures, int words, int kept)
        => Assert.Equal(kept, ExplanationCalibration.Chosen(pictures, words).Count);
}
