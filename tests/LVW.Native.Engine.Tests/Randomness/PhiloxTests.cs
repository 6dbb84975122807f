using FsCheck.Xunit;
using LVW.Native.Engine.Randomness;
using Xunit;

namespace LVW.Native.Engine.Tests.Randomness;

public sealed class PhiloxTests
{
    // The vectors of Random123's known-answer file, kat_vectors, for philox4x32 with 10 rounds.
    [Theory]
    [InlineData(0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8)]
    [InlineData(ulong.MaxValue, ulong.MaxValue, ulong.MaxValue, 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd)]
    [InlineData(0x299f31d0a4093822, 0x0370734413198a2e, 0x85a308d3243f6a88, 0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1)]
    public void Blocks_are_the_published_ones(ulong seed, ulong stream, ulong index, uint x, uint y, uint z, uint w)
        => Assert.Equal(new PhiloxBlock(x, y, z, w), PhiloxBlock.Of(seed, stream, index));

    [Property(MaxTest = 50)]
    public void A_saved_state_goes_on_exactly_where_it_stood(ulong seed, ulong stream, byte drawn)
    {
        var random = new Philox(seed, stream);
        for (int i = 0; i < drawn; i++) random.NextUInt();
        var resumed = new Philox(random.State);
        for (int i = 0; i < 9; i++) Assert.Equal(random.NextUInt(), resumed.NextUInt());
        Assert.Equal(random.State, resumed.State);
    }

    [Fact]
    public void Words_come_from_the_blocks_in_order_and_reserved_blocks_are_skipped()
    {
        var random = new Philox(7, 3);
        Assert.Equal(PhiloxBlock.Of(7, 3, 0).X, random.NextUInt());
        Assert.Equal(1UL, random.Reserve(5));
        Assert.Equal(PhiloxBlock.Of(7, 3, 3).X, random.NextUInt());
    }

    [Fact]
    public void Streams_of_a_seed_differ()
    {
        var first = new Philox(1, 0);
        var second = new Philox(1, 1);
        Assert.NotEqual(first.NextUInt(), second.NextUInt());
    }

    [Fact]
    public void Uniform_numbers_fill_the_unit_interval_evenly()
    {
        var random = new Philox(1);
        int[] counts = new int[10];
        for (int i = 0; i < 100_000; i++) counts[(int)(random.NextUniform() * 10)]++;
        Assert.All(counts, count => Assert.InRange(count, 9600, 10400));
        Assert.Equal(0f, Philox.ToUniform(0));
        Assert.True(Philox.ToUniform(uint.MaxValue) < 1f);
    }

    [Fact]
    public void Bounded_integers_are_even_and_within_the_bound()
    {
        var random = new Philox(2);
        int[] counts = new int[7];
        for (int i = 0; i < 70_000; i++) counts[random.NextInt(7)]++;
        Assert.All(counts, count => Assert.InRange(count, 9600, 10400));
        Assert.Equal(0, random.NextInt(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => random.NextInt(0));
    }

    [Fact]
    public void Normal_numbers_have_the_moments_of_the_standard_normal_distribution()
    {
        var random = new Philox(3);
        float[] values = new float[200_001];
        random.FillNormal(values);
        Assert.Equal(0, values.Average(v => (double)v), 0.01);
        Assert.Equal(1, values.Average(v => (double)v * v), 0.02);
        Assert.Equal(0, values.Average(v => Math.Pow(v, 3)), 0.04);
        Assert.Equal(3, values.Average(v => Math.Pow(v, 4)), 0.1);
        Assert.Equal(0.6827, values.Count(v => Math.Abs(v) < 1) / 200_001.0, 0.005);
        random.FillNormal(values, mean: 5, deviation: 0.5f);
        Assert.Equal(5, values.Average(v => (double)v), 0.01);
    }

    [Fact]
    public void Normal_numbers_are_the_same_bits_everywhere()
    {
        var random = new Philox(42);
        float[] values = [random.NextNormal(), random.NextNormal(), random.NextNormal(), random.NextNormal()];

        // The same arithmetic in Python, rounded to float32.
        Assert.Equal([-1082630564, -1080153902, -1114251216, -1081235661], values.Select(BitConverter.SingleToInt32Bits));
    }

    [Property(MaxTest = 300)]
    public void Logarithm_and_circle_functions_match_the_library(uint word)
    {
        double u = (word + 1.0) / 4294967296.0;
        double v = word / 4294967296.0;
        Assert.Equal(Math.Log(u), PortableMath.Log(u), 4e-16 * Math.Max(1, -Math.Log(u)));
        (double sine, double cosine) = PortableMath.SineCosineOfTurns(v);
        Assert.Equal(Math.Sin(2 * Math.PI * v), sine, 1e-15);
        Assert.Equal(Math.Cos(2 * Math.PI * v), cosine, 1e-15);
    }

    [Fact]
    public void Shuffling_reaches_every_order_equally_often()
    {
        var random = new Philox(4);
        var counts = new Dictionary<string, int>();
        for (int i = 0; i < 60_000; i++)
        {
            int[] items = [0, 1, 2];
            random.Shuffle<int>(items);
            string order = string.Concat(items);
            counts[order] = counts.GetValueOrDefault(order) + 1;
        }

        Assert.Equal(6, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 9600, 10400));
    }
}
