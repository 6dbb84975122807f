using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Evaluation;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Evaluation;

public class ChanceOverlapTests
{
    // Two of four cells: 0, 1 or 2 in common with probabilities 1/6, 4/6, 1/6 and IoU 0, 1/3, 1.
    [Fact]
    public void Two_of_four_cells_overlap_by_seven_eighteenths() => Assert.Equal(7 / 18.0, ChanceOverlap.Expected(4, 2), 12);

    [Theory]
    [InlineData(0.5, 0.334)]
    [InlineData(0.25, 0.144)]
    public void On_thirteen_by_thirteen_cells_it_is_what_random_masks_measure(double fraction, double expected)
        => Assert.Equal(expected, ChanceOverlap.Expected(169, fraction), 3);

    [Fact]
    public void With_many_cells_it_nears_t_over_2_minus_t() => Assert.Equal(0.25 / 1.75, ChanceOverlap.Expected(20_000, 0.25), 4);

    [Fact]
    public void It_is_the_mean_of_drawn_masks()
    {
        var random = new Philox(3);
        double sum = 0;
        const int Draws = 4000;
        for (int i = 0; i < Draws; i++) sum += TopMask.Overlap(Draw(random), Draw(random));
        Assert.Equal(ChanceOverlap.Expected(49, 12), sum / Draws, 0.01);
    }

    private static bool[] Draw(Philox random)
    {
        bool[] mask = [.. Enumerable.Range(0, 49).Select(i => i < 12)];
        random.Shuffle(mask.AsSpan());
        return mask;
    }
}
