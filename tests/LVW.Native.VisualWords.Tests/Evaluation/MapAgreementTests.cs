using LVW.Native.VisualWords.Attention;
using LVW.Native.VisualWords.Evaluation;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Evaluation;

public class MapAgreementTests
{
    private const int Grid = 7;

    // Two pictures: attention rises to the right in one and to the bottom in the other; the word's map does the same.
    private static readonly float[][] Slopes =
    [
        [.. Enumerable.Range(0, Grid * Grid).Select(cell => cell % Grid / 6f)],
        [.. Enumerable.Range(0, Grid * Grid).Select(cell => cell / Grid / 6f)],
    ];

    [Fact]
    public void Maps_that_follow_the_attention_score_one_and_the_yardsticks_do_not()
    {
        (MapScore ranks, MapScore structures) = Measure(Slopes, value => 2 - value)!.Value;
        Assert.Equal(1, ranks.Words, 0.001);
        Assert.Equal(1, ranks.Evidence, 0.001);
        Assert.InRange(structures.Words, 0.8, 1);
        Assert.Equal(0, ranks.OtherPicture!.Value, 0.01);
        Assert.Equal(0, ranks.CentrePrior, 0.01);
        Assert.InRange(ranks.Chance, -0.4, 0.4);
        Assert.True(structures.Words > Math.Max(structures.OtherPicture!.Value, structures.Chance) + 0.2, $"{structures}");
        Assert.Equal(2, ranks.Pictures);
    }

    [Fact]
    public void Maps_that_run_against_the_attention_score_minus_one()
    {
        (MapScore ranks, MapScore structures) = Measure(Slopes, value => 1 + value)!.Value;
        Assert.Equal(-1, ranks.Words, 0.001);
        Assert.True(structures.Words < 0, $"{structures}");
    }

    [Fact]
    public void Pictures_without_attention_are_left_out()
    {
        MapScore one = Measure([Slopes[0], new float[Grid * Grid]], value => 2 - value)!.Value.RankCorrelation;
        Assert.Equal((1, null), (one.Pictures, one.OtherPicture));
        Assert.Null(Measure([new float[Grid * Grid], new float[Grid * Grid]], value => 2 - value));
    }

    [Fact]
    public void The_same_seed_gives_the_same_chance()
        => Assert.Equal(Measure(Slopes, value => 2 - value), Measure(Slopes, value => 2 - value));

    private static (MapScore RankCorrelation, MapScore StructuralSimilarity)? Measure(float[][] attention, Func<float, float> distance)
    {
        BatchReading reading = Readings.Of(
            Grid, Grid, 1, 2, [.. Slopes.Select(slope => slope.Select(distance).ToArray())], [[1, 0], [1, 0]], [0, 0], [[1, 0], [1, 0]],
            new AttentionMaps(2, Grid, Grid, [.. attention.SelectMany(map => map)]));
        return new MapAgreement(alignCorners: false, seed: 1).Measure(Predictions.Gather([reading], 2, nearest: 10, lastLayer: [1, -1]));
    }
}
