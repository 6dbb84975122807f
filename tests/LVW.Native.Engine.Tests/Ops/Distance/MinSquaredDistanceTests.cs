using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using Xunit;

namespace LVW.Native.Engine.Tests.Ops.Distance;

public sealed class MinSquaredDistanceTests
{
    public static TheoryData<SimdWidth> Widths() => [.. SimdWidths.Available];

    [Fact]
    public void The_nearest_cell_of_every_point_takes_its_gradient()
    {
        using var device = new CpuDevice(threads: 1, poison: true);
        using Step step = device.BeginStep();
        Tensor z = step.Input([0f, 0f, 3f, 4f, 3f, 4f], [1, 3, 2], requiresGradient: true);
        Tensor p = step.Input([1f, 0f, 3f, 5f], [2, 2], requiresGradient: true);
        (Tensor values, IndexTensor cells) = z.MinSquaredDistance(p);
        Assert.Equal([1f, 1f], values.ToArray());
        Assert.Equal([0, 1], cells.ToArray());
        values.Sum().Backward();
        Assert.Equal([-2f, 0f, 0f, -2f, 0f, 0f], step.GradientOf(z));
        Assert.Equal([2f, 0f, 0f, 2f], step.GradientOf(p));
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Every_bit_is_that_of_all_distances_and_their_minimum(SimdWidth width)
    {
        foreach (int threads in (int[])[1, 3])
        {
            using var device = new CpuDevice(threads, width, poison: true);
            Answer fused = Run(device, (z, p) => z.MinSquaredDistance(p));
            Answer apart = Run(device, (z, p) =>
                z.SquaredDistance(p).Reshape([z.Shape[0], z.Shape[1] * z.Shape[2], p.Shape[0]]).MinWithIndices(1));
            Assert.Equal(apart.Values, fused.Values);
            Assert.Equal(apart.Cells, fused.Cells);
            Assert.Equal(apart.OfRows, fused.OfRows);
            Assert.Equal(apart.OfPoints, fused.OfPoints);
        }
    }

    [Fact]
    public void A_NaN_wins_and_its_cell_is_in_range()
    {
        using var device = new CpuDevice(threads: 1, poison: true);
        using Step step = device.BeginInference();
        Tensor z = step.Input([1f, float.NaN, 2f, 5f], [2, 2, 1]);
        (Tensor values, IndexTensor cells) = z.MinSquaredDistance(step.Input([0f], [1, 1]));
        Assert.Equal([float.NaN, 4f], values.ToArray());
        Assert.InRange(cells.ToArray()[0], 0, 1);
        Assert.Equal(0, cells.ToArray()[1]);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused_with_both_of_them()
    {
        using var device = new CpuDevice(threads: 1);
        using Step step = device.BeginInference();
        var exception = Assert.Throws<ArgumentException>(() => step.Input(new float[12], [1, 4, 3]).MinSquaredDistance(step.Input(new float[8], [2, 4])));
        Assert.Contains("[1, 4, 3]", exception.Message);
        Assert.Contains("[2, 4]", exception.Message);
        Assert.Throws<ArgumentException>(() => step.Input([], [1, 0, 3]).MinSquaredDistance(step.Input(new float[3], [1, 3])));
    }

    // Values on a coarse grid, so that cells tie; some gradients are zero.
    private static Answer Run(CpuDevice device, Func<Tensor, Tensor, (Tensor Values, IndexTensor Cells)> op)
    {
        const int Points = 43;
        Shape shape = [3, 7, 9, 13];
        using Step step = device.BeginStep();
        float[] rows = [.. OpExperiment.Random(1, shape.Count).Select(value => MathF.Round(4 * value) / 3)];
        float[] weights = [.. OpExperiment.Random(3, 3 * Points).Select(value => MathF.Max(value, 0))];
        Tensor z = step.Input(rows, shape, requiresGradient: true);
        Tensor p = step.Input(OpExperiment.Random(2, Points * 13), [Points, 13], requiresGradient: true);
        (Tensor values, IndexTensor cells) = op(z, p);
        float[] distances = values.ToArray();
        int[] places = cells.ToArray();
        values.Multiply(step.Input(weights, [3, Points])).Sum().Backward();
        return new Answer(distances, places, step.GradientOf(z), step.GradientOf(p));
    }

    private sealed record Answer(float[] Values, int[] Cells, float[] OfRows, float[] OfPoints);
}
