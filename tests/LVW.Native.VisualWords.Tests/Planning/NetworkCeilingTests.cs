using LVW.Native.Engine.Testing.Distributed;
using LVW.Native.VisualWords.Planning;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Planning;

public sealed class NetworkCeilingTests
{
    // 10⁹ bytes over 4 ranks at 10⁹ bytes a second: a ring sends 2·3/4 of them, recursive doubling twice all of them.
    [Fact]
    public void Large_arrays_go_round_a_ring() => Assert.Equal(1.5, new NetworkCeiling(1e9, 0, Origin.Given).AllReduceSeconds(4, 1e9), 12);

    // 8 ranks need 3 rounds of doubling, but 14 hops of a ring.
    [Fact]
    public void Small_arrays_take_the_latency_of_as_many_rounds_as_doubling_needs()
        => Assert.Equal(3 * 1e-5, new NetworkCeiling(1e12, 1e-5, Origin.Given).AllReduceSeconds(8, 8), 9);

    [Fact]
    public void A_rank_alone_waits_for_nobody() => Assert.Equal(0, new NetworkCeiling(1e9, 1e-5, Origin.Given).AllReduceSeconds(1, 1e9));

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(16)]
    public void Measuring_finds_the_network_that_is_there(int ranks)
    {
        var there = new NetworkCeiling(1.25e9, 3e-5, Origin.Given);
        NetworkCeiling found = NetworkCeiling.Measure(new Pretended(ranks, there));
        Assert.Equal(Origin.Measured, found.Origin);
        Assert.InRange(found.BytesPerSecond / there.BytesPerSecond, 0.97, 1.03);
        Assert.InRange(found.LatencySeconds / there.LatencySeconds, 0.97, 1.03);
    }

    [Fact]
    public void One_rank_cannot_measure()
        => Assert.Contains("at least 2", Assert.Throws<ArgumentException>(() => NetworkCeiling.Measure(new Pretended(1, new NetworkCeiling(1, 1, Origin.Given)))).Message);

    [Fact]
    public void Ranks_of_a_collective_measure_together_and_find_the_same()
    {
        NetworkCeiling[] found = ThreadRanks.Run(2, ranks => NetworkCeiling.Measure(new CollectiveProbe(ranks)));
        Assert.Equal(found[0], found[1]);
        Assert.True(found[0].BytesPerSecond > 0 && double.IsFinite(found[0].BytesPerSecond));
        Assert.True(found[0].LatencySeconds > 0);
    }

    private sealed class Pretended(int ranks, NetworkCeiling there) : INetworkProbe
    {
        public int Ranks => ranks;

        public double AllReduceSeconds(long bytes) => there.AllReduceSeconds(ranks, bytes);
    }
}
