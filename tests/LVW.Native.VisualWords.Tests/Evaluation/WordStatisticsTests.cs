using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Words;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Evaluation;

public class WordStatisticsTests
{
    private static readonly PictureSet Set = new("data", ["a", "b"],
        [new("0", 0, "a/0"), new("1", 0, "a/1"), new("2", 1, "b/2"), new("3", 1, "b/3")]);

    // Two cells, two words. Word 0 lies near pictures 1 and 2, word 1 near picture 0, its own, at the right cell.
    private static readonly BatchReading Reading = Readings.Of(
        1, 2, 2, 2,
        [[0.9f, 0.3f, 0.8f, 0f], [0.1f, 0.7f, 0.2f, 0.6f], [0.1f, 0.5f, 0.4f, 0.4f], [0.5f, 0.9f, 0.6f, 0.8f]],
        [[1, 0], [1, 0], [0, 1], [0, 1]],
        [0, 0, 1, 1]);

    private static readonly WordSource[] Sources = [new(1, 0, "a/0", 0, 0, 1, 0.01f)];

    [Fact]
    public void Nearest_patches_are_one_for_each_picture_and_the_earlier_wins_ties()
    {
        WordNeighbourhood near = Observe(capacity: 3);
        Assert.Equal([1, 2, 3], near[0].Select(neighbour => neighbour.Picture));
        Assert.Equal([0.1f, 0.1f, 0.5f], near[0].Select(neighbour => neighbour.Distance));
        Assert.Equal([0, 2, 1], near[1].Select(neighbour => neighbour.Picture));
        Assert.Equal((0, 1), (near[1][0].Row, near[1][0].Column));
        Assert.Equal([Readings.Similarity(0.3f), Readings.Similarity(0f)], near[1][0].Map.Values);
    }

    [Fact]
    public void A_words_own_patch_is_found_by_its_source()
    {
        WordNeighbourhood near = Observe(capacity: 1);
        Assert.Equal(("a/0", 0, 1, 0f), (near.Own(1)!.Key, near.Own(1)!.Row, near.Own(1)!.Column, near.Own(1)!.Distance));
        Assert.Null(near.Own(0));
    }

    [Fact]
    public void Uses_histograms_weights_and_duplicates_are_counted()
    {
        using var device = new CpuDevice(threads: 1);
        var head = new WordHead(device, new Philox(1), new WordHeadOptions { FeatureChannels = 3, Classes = 2, Words = 2, Depth = 2 });
        head.Words.Set([0.5f, 0.5f, 0.5f, 0.501f]);
        head.Last.Set([1, -2, 0.5f, 3]);
        Predictions predictions = Predictions.Gather([Reading], 4, nearest: 2, head.Last.ToArray());
        WordNeighbourhood near = Observe(capacity: 3);
        IReadOnlyList<WordStatistic> words = WordStatistics.Compute(head, Sources, near, near, predictions, duplicateDistance: 1e-4);

        Assert.Equal([3, 1], words.Select(word => word.TimesNearest));
        Assert.Equal([4, 4], words.Select(word => word.TimesAmongNearest));
        Assert.Equal([1, 2], words[0].ClassHistogram);
        Assert.Equal(1.5, words[0].WeightMass, 6);
        Assert.Equal([-2f, 3f], words[1].Weights);
        Assert.Equal([null, 0], words.Select(word => word.DuplicateOf));
        Assert.Equal([null, 0.0], words.Select(word => word.ProjectionDistance));
    }

    [Fact]
    public void Sharedness_is_0_for_one_class_and_1_for_all_alike()
    {
        Assert.Equal(0, WordStatistics.NormalizedEntropy([30, 0, 0]));
        Assert.Equal(1, WordStatistics.NormalizedEntropy([10, 10, 10]), 12);
        Assert.Equal(0.5, WordStatistics.NormalizedEntropy([15, 15, 0, 0]), 12);
        Assert.Equal(0, WordStatistics.NormalizedEntropy([0, 0]));
    }

    [Fact]
    public void Patches_are_distinct_by_picture_and_cell()
        => Assert.Equal(2, WordStatistics.DistinctPatches([new(0, 0, "a", 0, 1, 2, 0), new(1, 0, "a", 0, 1, 2, 0), new(2, 0, "a", 0, 2, 1, 0)]));

    private static WordNeighbourhood Observe(int capacity)
    {
        var near = new WordNeighbourhood(Set, 2, capacity, Sources);
        near.Observe(Reading);
        return near;
    }
}
