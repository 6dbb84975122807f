using FsCheck.Xunit;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Tests.Ops.Elementwise;
using Xunit;

namespace LVW.Native.Engine.Tests.Ops.Reduction;

public sealed class ExtremumTests : IDisposable
{
    private readonly CpuDevice device = new(threads: 2, poison: true);

    public void Dispose() => device.Dispose();

    [Fact]
    public void The_closest_place_of_every_word_is_found_with_its_row_major_index()
    {
        // [N, H, W, P] = one picture, 2×2 places, 2 words.
        using Step step = device.BeginStep();
        Tensor distances = step.Input([5f, 1f, 3f, 2f, 2f, 9f, 4f, 1f], [1, 2, 2, 2], requiresGradient: true);
        (Tensor values, IndexTensor indices) = distances.MinWithIndices(1, 2);
        values.Keep();
        values.Sum().Backward();
        Assert.Equal(new Shape(1, 2), values.Shape);
        Assert.Equal([2f, 1f], values.ToArray());
        Assert.Equal([2, 0], indices.ToArray());
        Assert.Equal([0f, 1f, 0f, 0f, 1f, 0f, 0f, 0f], step.GradientOf(distances));
    }

    [Theory]
    [InlineData(40_000, 1)]
    [InlineData(40_000, 3)]
    [InlineData(700, 80)]
    public void The_first_of_equals_wins_however_long_the_axis(int rows, int columns)
    {
        float[] values = new float[rows * columns];
        for (int column = 0; column < columns; column++)
        {
            values[((rows / 2) * columns) + column] = 1;
            values[((rows - 1) * columns) + column] = 1;
            values[((rows / 3) * columns) + column] = -1;
            values[((rows - 2) * columns) + column] = -1;
        }

        foreach (SimdWidth width in SimdWidths.Available)
        {
            using var on = new CpuDevice(threads: 2, width, poison: true);
            using Step step = on.BeginInference();
            Tensor x = step.Input(values, [rows, columns]);
            Assert.All(x.ArgMax(0).ToArray(), place => Assert.Equal(rows / 2, place));
            Assert.All(x.ArgMin(0).ToArray(), place => Assert.Equal(rows / 3, place));
        }
    }

    [Fact]
    public void A_NaN_is_never_overlooked()
    {
        foreach (int length in (int[])[3, 40, 40_000])
        {
            foreach (int at in (int[])[0, 1, length / 2, length - 1])
            {
                float[] values = new float[length];
                values[at] = float.NaN;
                using Step step = device.BeginInference();
                Assert.True(float.IsNaN(step.Input(values, [length]).Max().Item()), $"{at} of {length}");
                Assert.True(float.IsNaN(step.Input(values, [length, 1, 1]).Min(0).ToArray()[0]), $"{at} of {length}");
            }
        }
    }

    [Fact]
    public void Infinities_are_values_like_others()
    {
        using Step step = device.BeginInference();
        float[] low = [.. Enumerable.Repeat(float.NegativeInfinity, 50)];
        (Tensor values, IndexTensor indices) = step.Input(low, [50]).MaxWithIndices();
        Assert.Equal(float.NegativeInfinity, values.Item());
        Assert.Equal([0], indices.ToArray());
    }

    [Fact]
    public void Nothing_to_choose_from_is_an_error()
    {
        using Step step = device.BeginStep();
        Tensor x = step.Input([], [0, 3]);
        Assert.StartsWith("Max: the shape [0, 3] leaves no element", Assert.Throws<ArgumentException>(() => x.Max(0)).Message);
        Assert.StartsWith("ArgMin: there is no axis 5", Assert.Throws<ArgumentException>(() => x.ArgMin(5)).Message);
    }

    [Property(MaxTest = 80)]
    public void Values_places_and_gradients_agree_with_double(int seed)
    {
        var random = new Random(seed);
        Shape shape = OpCheck.RandomShape(random, random.Next(0, 5), random.Next(8) == 0 ? 18 : 6);
        int[] axes = [.. Enumerable.Range(0, shape.Rank).Where(_ => random.Next(2) == 0)];
        bool keep = random.Next(2) == 0;

        // A random order of distinct values, far enough apart for the difference quotient.
        float[] values = [.. Enumerable.Range(0, (int)shape.Count).Select(i => i / 8f)];
        random.Shuffle(values);
        int[][] groups = Places.Groups(shape, axes);
        var x = new TestInput(shape, values);
        OpCheck.Run(t => t[0].Max(axes, keep), t => [.. groups.Select(group => group.Max(i => t[0][i]))], [x], 1e-4);
        OpCheck.Run(t => t[0].Min(axes, keep), t => [.. groups.Select(group => group.Min(i => t[0][i]))], [x], 1e-4);
        using Step step = device.BeginInference();
        Tensor tensor = step.Input(values, shape);
        Assert.Equal(groups.Select(group => Array.IndexOf(group, group.MaxBy(i => values[i]))), tensor.ArgMax(axes, keep).ToArray());
        Assert.Equal(groups.Select(group => Array.IndexOf(group, group.MinBy(i => values[i]))), tensor.MinWithIndices(axes).Indices.ToArray());
    }
}
