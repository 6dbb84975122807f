using FsCheck.Xunit;
using LVW.Native.VisualWords.Comparison;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Comparison;

public sealed class StatisticsTests
{
    [Fact]
    public void Mean_and_sample_deviation_of_known_values()
    {
        // Squares of 2, 4, 4, 4, 5, 5, 7, 9 from their mean 5 sum to 32; 32 / 7.
        SeedStatistic statistic = SeedStatistic.Of([2, 4, 4, 4, 5, 5, 7, 9])!;
        Assert.Equal(5, statistic.Mean);
        Assert.Equal(Math.Sqrt(32.0 / 7), statistic.Deviation!.Value, 1e-15);
        Assert.Equal(8, statistic.Seeds);
    }

    [Fact]
    public void One_value_has_no_deviation_and_none_no_statistic()
    {
        Assert.Equal(new SeedStatistic(0.25, null, 1), SeedStatistic.Of([0.25]));
        Assert.Null(SeedStatistic.Of([]));
        Assert.Equal(new SeedStatistic(3, 0, 2), SeedStatistic.Of([3, 3]));
    }

    [Fact]
    public void Differences_are_paired_by_seed_and_their_deviation_is_that_of_the_differences()
    {
        // Both vary by far more between seeds than from each other: differences are 1, 2 and 3.
        PairedDifference difference = PairedDifference.Of(Values((1, 11), (2, 52), (3, 93)), Values((3, 90), (1, 10), (2, 50)))!;
        Assert.Equal(new PairedDifference(2, 1, 3), difference);
        Assert.True(difference.Marked);
    }

    [Fact]
    public void Seeds_that_only_one_of_two_methods_has_are_left_out()
    {
        Assert.Equal(new PairedDifference(-1, null, 1), PairedDifference.Of(Values((1, 1), (2, 5)), Values((1, 2), (3, 9))));
        Assert.Null(PairedDifference.Of(Values((1, 1)), Values((2, 1))));
    }

    [Theory]
    [InlineData(-2.0, 1.0, true)]
    [InlineData(0.9, 1.0, false)]
    [InlineData(1.0, 1.0, false)]
    [InlineData(0.0, 0.0, false)]
    [InlineData(0.1, 0.0, true)]
    [InlineData(5.0, null, false)]
    public void A_difference_is_marked_where_it_is_larger_than_its_deviation(double mean, double? deviation, bool marked)
        => Assert.Equal(marked, new PairedDifference(mean, deviation, 3).Marked);

    [Property(MaxTest = 50)]
    public void The_difference_of_a_method_from_another_is_minus_that_of_the_other_from_it(int seed)
    {
        var random = new Random(seed);
        Dictionary<ulong, double> Draw() => Enumerable.Range(0, random.Next(2, 6)).ToDictionary(i => (ulong)i, _ => random.NextDouble());
        Dictionary<ulong, double> a = Draw(), b = Draw();
        PairedDifference forward = PairedDifference.Of(a, b)!, back = PairedDifference.Of(b, a)!;
        Assert.Equal(forward.Mean, -back.Mean, 1e-15);
        Assert.Equal(forward.Deviation!.Value, back.Deviation!.Value, 1e-15);
        Assert.Equal(SeedStatistic.Of([.. a.Where(entry => b.ContainsKey(entry.Key)).Select(entry => entry.Value)])!.Mean
            - SeedStatistic.Of([.. b.Where(entry => a.ContainsKey(entry.Key)).Select(entry => entry.Value)])!.Mean, forward.Mean, 1e-12);
    }

    private static Dictionary<ulong, double> Values(params (ulong Seed, double Value)[] values) => values.ToDictionary(entry => entry.Seed, entry => entry.Value);
}
