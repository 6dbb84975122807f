using LVW.Native.VisualWords.Evaluation;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Evaluation;

public class RankCorrelationTests
{
    // 1 − 6 Σ d² / (n (n² − 1)) = 1 − 6 · 2 / 60.
    [Fact]
    public void One_swap_among_four_leaves_eight_tenths() => Assert.Equal(0.8, RankCorrelation.Spearman([1, 20, 300, 4000], [1, 2, 4, 3]), 12);

    [Fact]
    public void Only_the_order_counts()
    {
        Assert.Equal(1, RankCorrelation.Spearman([-3, 0, 0.5f, 9], [1, 2, 3, 4]), 12);
        Assert.Equal(-1, RankCorrelation.Spearman([-3, 0, 0.5f, 9], [4, 3, 2, 1]), 12);
    }

    // Ranks ½, ½, 2 and 0, 1, 2: 1.5 / √(1.5 · 2).
    [Fact]
    public void Equal_values_share_their_mean_rank() => Assert.Equal(1.5 / Math.Sqrt(3), RankCorrelation.Spearman([1, 1, 2], [1, 2, 3]), 12);

    [Fact]
    public void A_map_that_is_the_same_everywhere_is_like_none() => Assert.Equal(0, RankCorrelation.Spearman([1, 1, 1], [1, 2, 3]));

    [Fact]
    public void Maps_of_different_sizes_are_an_error() => Assert.Throws<ArgumentException>(() => RankCorrelation.Spearman([1, 2], [1, 2, 3]));

    // Of the four pairs three are in order and one is equal.
    [Fact]
    public void Separation_is_the_share_of_pairs_in_order()
    {
        Assert.Equal(3.5 / 4, RankCorrelation.Separation([3, 2], [1, 2])!.Value, 12);
        Assert.Equal(0.5, RankCorrelation.Separation([7, 7], [7, 7, 7])!.Value, 12);
        Assert.Null(RankCorrelation.Separation([], [1]));
    }
}
