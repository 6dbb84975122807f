using LVW.Native.Engine.Randomness;
using LVW.Native.Imaging;
using LVW.Native.VisualWords.Evaluation;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Evaluation;

public class AbstentionTests
{
    [Fact]
    public void Energy_is_the_logarithm_of_the_sum_of_exponentials()
    {
        Assert.Equal(Math.Log(2), Abstention.Energy([0, 0]), 12);
        Assert.Equal(1000 + Math.Log(1 + Math.Exp(-1)), Abstention.Energy([1000, 999]), 9);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(0.8, 2)]
    [InlineData(0.75, 2)]
    [InlineData(0.2, 5)]
    [InlineData(0.01, 5)]
    public void The_threshold_keeps_at_least_the_share_that_is_asked_for(double coverage, float threshold)
        => Assert.Equal(threshold, Abstention.Threshold([5, 3, 1, 4, 2], coverage));

    // Twenty pictures whose energy is their number; the four with the least are wrong.
    [Fact]
    public void Wrong_answers_of_little_energy_are_the_ones_not_given()
    {
        float[] energies = [.. Enumerable.Range(0, 20).Select(n => (float)n)];
        bool[] right = [.. energies.Select(energy => energy >= 4)];
        AbstentionMetrics metrics = Abstention.Measure(energies, [.. energies.Reverse()], energies, right, coverage: 0.8);
        Assert.Equal(0.8, metrics.Answered, 0.06);
        Assert.Equal(1, metrics.AccuracyAnswered!.Value, 0.07);
        Assert.Equal(0, metrics.AccuracyAbstained!.Value, 0.3);
        Assert.Equal(1, metrics.EnergySeparatesRight!.Value, 12);
        Assert.Equal(0, metrics.SimilaritySeparatesRight!.Value, 12);
    }

    [Fact]
    public void With_all_right_there_is_nothing_to_separate()
    {
        AbstentionMetrics metrics = Abstention.Measure([1, 2, 3], [1, 2, 3], [1, 2, 3], [true, true, true], coverage: 1);
        Assert.Null(metrics.EnergySeparatesRight);
        Assert.InRange(metrics.Answered, 0.6, 1);
    }

    [Fact]
    public void A_picture_in_pieces_has_the_same_pixels_elsewhere()
    {
        var view = new RgbImage(8, 8, [.. Enumerable.Range(0, 8 * 8 * 3).Select(i => (byte)i)]);
        RgbImage pieces = Abstention.InPieces(view, new Philox(1));
        Assert.Equal(view.Pixels.Order(), pieces.Pixels.Order());
        Assert.NotEqual(view.Pixels, pieces.Pixels);
    }
}
