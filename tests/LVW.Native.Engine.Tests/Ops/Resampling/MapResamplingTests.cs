using LVW.Native.Engine.Ops.Resampling;
using Xunit;

namespace LVW.Native.Engine.Tests.Ops.Resampling;

public sealed class MapResamplingTests
{
    [Fact]
    public void A_constant_map_stays_constant()
    {
        Assert.All(MapResampling.Bicubic([2, 2, 2, 2, 2, 2], 2, 3, 5, 7), value => Assert.Equal(2f, value, 1e-6f));
        Assert.All(MapResampling.Bilinear([2, 2, 2, 2, 2, 2], 2, 3, 5, 7), value => Assert.Equal(2f, value, 1e-6f));
    }

    [Fact]
    public void The_same_size_gives_the_same_map()
    {
        float[] map = OpExperiment.Random(1, 12);
        Assert.Equal(map, MapResampling.Bicubic(map, 3, 4, 3, 4));
        Assert.Equal(map, MapResampling.Bilinear(map, 3, 4, 3, 4, alignCorners: true));
    }

    [Fact]
    public void Values_that_do_not_fill_the_map_are_refused()
        => Assert.StartsWith(
            "MapResampling.Bicubic: 5 values as a map of 2 × 3 to 4 × 4.",
            Assert.Throws<ArgumentException>(() => MapResampling.Bicubic(new float[5], 2, 3, 4, 4)).Message,
            StringComparison.Ordinal);
}
