using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Words;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Evaluation;

public class SufficiencyTests
{
    // Word 0 speaks for class 0, word 1 for class 1; o = (3, 1).
    private static readonly float[] LastLayer = [1, 0, 0, 1];
    private static readonly float[] Similarities = [3, 1];

    [Fact]
    public void A_word_suffices_where_the_rivals_cannot_reach_it()
    {
        var bound = new Sufficiency(LastLayer, 2, new SimilarityRanges([0, 0], [9, 2]));
        Assert.Equal(3 - 2, bound.Margin(Similarities, 0, [0]), 6);
        Assert.Equal(1, bound.Needed(Similarities, 0, [0, 1]));
    }

    [Fact]
    public void It_does_not_where_a_hidden_word_could_be_stronger()
    {
        var bound = new Sufficiency(LastLayer, 2, new SimilarityRanges([0, 0], [9, 9]));
        Assert.Equal(3 - 9, bound.Margin(Similarities, 0, [0]), 6);
        Assert.Equal(3 - 1, bound.Margin(Similarities, 0, [0, 1]), 6);
        Assert.Equal(2, bound.Needed(Similarities, 0, [0, 1]));
        Assert.Null(bound.Needed([1, 1], 0, [0, 1]));
    }

    // A sum of parts that lie in intervals is least at a corner: all 2^7 of them, for every rival.
    [Fact]
    public void The_bound_is_the_worst_of_all_corners()
    {
        const int Words = 7;
        const int Classes = 4;
        for (ulong seed = 0; seed < 20; seed++)
        {
            var random = new Philox(seed);
            float[] weights = new float[Classes * Words];
            random.FillNormal(weights);
            float[] low = [.. Enumerable.Range(0, Words).Select(_ => random.NextUniform())];
            float[] high = [.. low.Select(value => value + (3 * random.NextUniform()))];
            float[] own = [.. low.Zip(high, (a, b) => a + ((b - a) * random.NextUniform()))];
            int[] shown = [1, 4, 6];
            double worst = double.PositiveInfinity;
            for (int corner = 0; corner < 1 << Words; corner++)
            {
                double[] logits = new double[Classes];
                for (int j = 0; j < Words; j++)
                {
                    float value = shown.Contains(j) ? own[j] : (corner >> j & 1) == 0 ? low[j] : high[j];
                    for (int c = 0; c < Classes; c++) logits[c] += (double)weights[(c * Words) + j] * value;
                }

                worst = Math.Min(worst, logits[2] - logits.Where((_, c) => c != 2).Max());
            }

            Assert.Equal(worst, new Sufficiency(weights, Words, new SimilarityRanges(low, high)).Margin(own, 2, shown), 9);
        }
    }

    // A word inside the cube can be met, and lies at most Σ max(p², (1 − p)²) away; one outside cannot be met.
    [Fact]
    public void What_a_picture_can_give_follows_from_the_cube_of_the_word_space()
    {
        using var device = new CpuDevice(threads: 1);
        var head = new WordHead(device, new Philox(1), new WordHeadOptions { FeatureChannels = 3, Classes = 2, Words = 2, Depth = 2 });
        head.Words.Set([0.5f, 1, -1, 0.5f]);
        SimilarityRanges ranges = SimilarityRanges.Attainable(head);
        double Similarity(double distance) => Math.Log((distance + 1) / (distance + head.Options.Epsilon));
        Assert.Equal(Similarity(1.25), ranges.Low[0], 1e-5);
        Assert.Equal(Similarity(0), ranges.High[0], 1e-4);
        Assert.Equal(Similarity(4.25), ranges.Low[1], 1e-5);
        Assert.Equal(Similarity(1), ranges.High[1], 1e-5);
    }

    // A word in the ball can be met, and lies at most 1 + |p| from its other end; one outside lies at least |p| − 1 away.
    [Fact]
    public void What_a_picture_can_give_follows_from_the_unit_ball_of_linear_add_on_layers()
    {
        using var device = new CpuDevice(threads: 1);
        var head = new WordHead(device, new Philox(1), new WordHeadOptions { FeatureChannels = 3, Classes = 2, Words = 2, Depth = 2, AddOn = AddOnKind.Linear });
        head.Words.Set([0.3f, -0.4f, -1.5f, 2]);
        SimilarityRanges ranges = SimilarityRanges.Attainable(head);
        double Similarity(double distance) => Math.Log((distance + 1) / (distance + head.Options.Epsilon));
        Assert.Equal(Similarity(2.25), ranges.Low[0], 1e-5);
        Assert.Equal(Similarity(0), ranges.High[0], 1e-4);
        Assert.Equal(Similarity(12.25), ranges.Low[1], 1e-5);
        Assert.Equal(Similarity(2.25), ranges.High[1], 1e-5);
    }

    [Fact]
    public void Ranges_that_were_seen_hold_all_that_was_read()
    {
        var ranges = SimilarityRanges.None(2);
        ranges.Observe(Readings.Of(1, 1, 2, 2, [[0.5f, 1], [2, 0.1f]], [[1, 0], [1, 0]], [0, 0]));
        ranges.Observe(Readings.Of(1, 1, 2, 2, [[3, 0.2f]], [[1, 0]], [0]));
        Assert.Equal([Readings.Similarity(3), Readings.Similarity(1)], ranges.Low);
        Assert.Equal([Readings.Similarity(0.5f), Readings.Similarity(0.1f)], ranges.High);
    }

    [Fact]
    public void A_test_set_is_summed_up_beside_words_drawn_at_random()
    {
        // Word 0 decides alone in both pictures: the others have no weight.
        BatchReading reading = Readings.Of(1, 1, 4, 2, [[0.1f, 1, 1, 1], [0.2f, 1, 1, 1]], [[1, 0], [1, 0]], [0, 0]);
        float[] lastLayer = [1, 0, 0, 0, -1, 0, 0, 0];
        Predictions predictions = Predictions.Gather([reading], 2, nearest: 2, lastLayer);
        var ranges = new SimilarityRanges([-1, -1, -1, -1], [9, 9, 9, 9]);
        SufficiencyMetrics metrics = SufficiencyMetrics.Measure(predictions, lastLayer, reading.Similarities, 1, ranges, ranges, [], seed: 3);
        Assert.Equal((1.0, 1.0, 1.0, 1.0), (metrics.Attainable, metrics.Seen!.Value, metrics.AttainableWordsNeeded, metrics.SeenWordsNeeded!.Value));
        Assert.True(metrics.SeenByRandomWords < 1, $"{metrics.SeenByRandomWords}");
        Assert.Null(SufficiencyMetrics.Measure(predictions, lastLayer, reading.Similarities, 1, ranges, null, [], seed: 3).Seen);
    }
}
