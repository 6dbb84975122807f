using LVW.Native.VisualWords.Attention;
using LVW.Native.VisualWords.Evaluation;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Evaluation;

public class AttentionIoUTests
{
    private const int Cells = 16;

    // Attention and the map of word 0 rise from left to right; word 1's falls.
    private static readonly float[] Rising = [.. Enumerable.Range(0, Cells).Select(cell => (cell % 4) / 3f)];

    [Fact]
    public void A_map_of_the_attentions_shape_overlaps_it_wholly()
    {
        AttentionIoUScore score = Measure(Rising.Select(value => 2 - value), Rising, 0.5);
        Assert.Equal(1, score.Words);
        Assert.Equal(1, score.Evidence);
        Assert.Equal(1, score.Pictures);
    }

    [Fact]
    public void An_opposite_map_overlaps_nowhere() => Assert.Equal(0, Measure(Rising.Select(value => 1 + value), Rising, 0.5).Words);

    [Fact]
    public void The_base_models_attention_at_the_centre_is_what_the_centre_prior_finds()
    {
        float[] centred = [.. Enumerable.Range(0, Cells).Select(cell => 4 - Math.Abs((cell % 4) - 1.5f) - Math.Abs((cell / 4) - 1.5f))];
        AttentionIoUScore centre = Measure(Rising.Select(value => 1 + value), centred, 0.25);
        AttentionIoUScore side = Measure(Rising.Select(value => 1 + value), Rising, 0.25);
        Assert.True(centre.CentrePrior > 0.7, $"{centre.CentrePrior}");
        Assert.True(side.CentrePrior < centre.CentrePrior, $"{side.CentrePrior}");
    }

    [Fact]
    public void A_picture_without_attention_is_left_out()
    {
        AttentionIoUScore score = Measure(Rising.Select(value => 2 - value), new float[Cells], 0.5);
        Assert.Equal(0, score.Pictures);
    }

    [Fact]
    public void Chance_is_that_of_the_grids_cells() => Assert.Equal(ChanceOverlap.Expected(Cells, 0.25), Measure(Rising.Select(value => 1 + value), Rising, 0.25).Chance);

    [Fact]
    public void One_picture_measures_as_the_mean_of_one_does()
    {
        float[] map = [.. Enumerable.Range(0, Cells).Select(cell => (float)((cell * 7) % 16))];
        double[] single = new AttentionIoU(12, false, 0.5).Measure(Rising, 4, 4, map, 1, 4, 4)!;
        Assert.InRange(single[0], 0.1, 0.9);
        Assert.Null(new AttentionIoU(12, false, 0.5).Measure(new float[Cells], 4, 4, map, 1, 4, 4));
    }

    private static AttentionIoUScore Measure(IEnumerable<float> distances, float[] attention, double fraction)
    {
        BatchReading reading = Readings.Of(
            4, 4, 1, 2, [[.. distances]], [[1, 0]], [0], [[1, 0]], new AttentionMaps(1, 4, 4, attention));
        Predictions predictions = Predictions.Gather([reading], 1, nearest: 10, lastLayer: [1, -1]);
        return new AttentionIoU(12, alignCorners: false, fraction).Measure(predictions)[0];
    }
}
