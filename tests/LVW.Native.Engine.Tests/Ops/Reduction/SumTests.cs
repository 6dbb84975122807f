using FsCheck.Xunit;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Tests.Ops.Elementwise;
using Xunit;

namespace LVW.Native.Engine.Tests.Ops.Reduction;

public sealed class SumTests : IDisposable
{
    private readonly CpuDevice device = new(threads: 2, poison: true);

    public void Dispose() => device.Dispose();

    [Fact]
    public void The_sum_over_axes_drops_them_or_keeps_them_as_one()
    {
        using Step step = device.BeginStep();
        Tensor x = step.Input([1f, 2f, 3f, 4f, 5f, 6f], [2, 3]);
        Assert.Equal([5f, 7f, 9f], x.Sum(0).ToArray());
        Assert.Equal([6f, 15f], x.Sum(-1).ToArray());
        Assert.Equal(21f, x.Sum().Item());
        Assert.Equal(3.5f, x.Mean().Item());
        Assert.Equal(new Shape(2, 1), x.Sum([1], keepDimensions: true).Shape);
        Assert.Equal(new Shape(1, 1), x.Mean([], keepDimensions: true).Shape);
    }

    [Fact]
    public void An_axis_that_is_missing_or_named_twice_is_an_error()
    {
        using Step step = device.BeginStep();
        Tensor x = step.Input(new float[6], [2, 3]);
        Assert.Equal("Sum: there is no axis 2 in the shape [2, 3]. Axes run from -2 to 1.", Assert.Throws<ArgumentException>(() => x.Sum(2)).Message);
        Assert.Equal("Mean: axis -1 of the shape [2, 3] is named twice. Name each axis once.", Assert.Throws<ArgumentException>(() => x.Mean(1, -1)).Message);
    }

    [Fact]
    public void The_sum_of_nothing_is_zero_and_its_mean_an_error()
    {
        using Step step = device.BeginStep();
        Tensor x = step.Input([], [0, 3]);
        Assert.Equal([0f, 0f, 0f], x.Sum(0).ToArray());
        Assert.Equal([], x.Sum(1).ToArray());
        Assert.Equal(0f, x.Sum().Item());
        Assert.Contains("[0, 3]", Assert.Throws<ArgumentException>(() => x.Mean(0)).Message);
    }

    [Theory]
    [InlineData(10_000_000, 1)]
    [InlineData(2_500_000, 4)]
    [InlineData(100_000, 100)]
    [InlineData(10, 1_000_000)]
    public void Ten_million_terms_lose_nothing(int rows, int columns)
    {
        var random = new Random(1);
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.Length; i++) values[i] = random.NextSingle();
        double[] expected = new double[columns];
        for (int i = 0; i < values.Length; i++) expected[i % columns] += values[i];
        using Step step = device.BeginInference();
        Tensor x = step.Input(values, [rows, columns]);
        float[] sums = x.Sum(0).ToArray();
        for (int column = 0; column < columns; column++) Assert.Equal(expected[column], sums[column], expected[column] * 3e-7);
        Assert.Equal(expected.Sum(), x.Sum().Item(), expected.Sum() * 1e-7);
    }

    [Fact]
    public void The_number_of_threads_does_not_change_a_bit()
    {
        float[] values = [.. Enumerable.Range(0, 300_000).Select(i => MathF.Sin(i) * 100)];
        using var single = new CpuDevice(threads: 1);
        using var many = new CpuDevice(threads: 5);
        Assert.Equal(Results(single), Results(many));

        float[] Results(CpuDevice on)
        {
            using Step step = on.BeginStep();
            Tensor x = step.Input(values, [20, 100, 150], requiresGradient: true);
            Tensor scale = step.Input(values.AsSpan(0, 150), [150], requiresGradient: true);
            Tensor loss = (x * scale).Sum(1).Sum(1).Mean().Keep();
            Tensor other = x.Sum(0, 2).Keep();
            (loss + other.Sum()).Backward();
            return [loss.Item(), .. other.ToArray(), .. step.GradientOf(scale)];
        }
    }

    [Property(MaxTest = 80)]
    public void Any_subset_of_axes_agrees_with_double(int seed)
    {
        var random = new Random(seed);
        Shape shape = OpCheck.RandomShape(random, random.Next(0, 5), random.Next(8) == 0 ? 18 : 6);
        int[] axes = [.. Enumerable.Range(0, shape.Rank).Where(_ => random.Next(2) == 0)];
        bool keep = random.Next(2) == 0;
        TestInput x = OpCheck.Uniform(random, shape);
        OpCheck.Run(
            t => t[0].Sum(axes, keep),
            t => [.. Places.Groups(shape, axes).Select(group => group.Sum(i => t[0][i]))],
            [x]);
        OpCheck.Run(
            t => t[0].Mean(axes, keep),
            t => [.. Places.Groups(shape, axes).Select(group => group.Average(i => t[0][i]))],
            [x]);
    }
}
