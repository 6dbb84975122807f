using FsCheck.Xunit;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using Xunit;

namespace LVW.Native.Engine.Tests.Ops.Shaping;

public sealed class ConcatTests
{
    [Fact]
    public void Channels_of_the_second_follow_those_of_the_first()
    {
        using var device = new CpuDevice(threads: 1, poison: true);
        using Step step = device.BeginStep();
        Tensor a = step.Input([1, 2, 3, 4], [2, 2]);
        Tensor b = step.Input([9, 8], [2, 1]);
        Assert.Equal([1f, 2f, 9f, 3f, 4f, 8f], a.Concat(b).ToArray());
        Assert.Equal([9f, 8f, 9f, 8f], b.Concat(b, axis: 0).ToArray());
    }

    [Property(MaxTest = 15)]
    public void Values_and_gradients_follow_the_definition(byte axis, byte n, byte h, byte w, byte c, byte second, byte third)
    {
        int along = axis % 4;
        Shape shape = [1 + (n % 3), 1 + (h % 4), 1 + (w % 5), 1 + (c % 40)];
        Shape[] shapes = [shape, shape.With(along, 1 + (second % 20)), shape.With(along, 1 + (third % 33))];
        new OpExperiment(
            (_, inputs) => TensorOps.Concat(inputs, along),
            inputs => Join(inputs, shapes, along),
            [.. shapes.Select((s, i) => (s, OpExperiment.Random(i, s.Count)))]).Check();
    }

    [Fact]
    public void A_repeated_step_allocates_nothing()
    {
        using var device = new CpuDevice(threads: 1, poison: true);
        Shape[] shapes = [[2, 3, 20], [2, 3, 7]];
        new OpExperiment(
            (_, inputs) => inputs[0].Concat(inputs[1]),
            inputs => Join(inputs, shapes, 2),
            [.. shapes.Select((s, i) => (s, OpExperiment.Random(i, s.Count)))])
            .CheckAllocatesNothing(new Parameter(device, shapes[0]), new Parameter(device, shapes[1]));
    }

    [Fact]
    public void Shapes_that_differ_elsewhere_are_refused()
    {
        using var device = new CpuDevice(threads: 1);
        using Step step = device.BeginStep();
        Tensor a = step.Input(new float[8], [2, 4]);
        Tensor b = step.Input(new float[12], [3, 4]);
        Assert.Equal(
            "Concat: [3, 4] cannot be joined to [2, 4] along dimension 1. All other dimensions must be equal.",
            Assert.Throws<ArgumentException>(() => a.Concat(b)).Message);
        Assert.Throws<ArgumentException>(() => TensorOps.Concat([]));
    }

    private static double[] Join(double[][] inputs, Shape[] shapes, int axis)
    {
        int outer = 1;
        for (int i = 0; i < axis; i++) outer *= shapes[0][i];
        var y = new List<double>();
        for (int o = 0; o < outer; o++)
        {
            foreach (double[] input in inputs) y.AddRange(input.AsSpan(o * (input.Length / outer), input.Length / outer));
        }

        return [.. y];
    }

    [Fact]
    public void Results_that_are_larger_than_the_caches_are_joined_like_small_ones()
    {
        const int Rows = 40_000;
        float[] left = OpExperiment.Random(1, Rows * 64);
        float[] right = OpExperiment.Random(2, Rows * 48);
        using var device = new CpuDevice(threads: 2, poison: true);
        using Step step = device.BeginStep();
        float[] y = step.Input(left, [Rows, 64]).Concat(step.Input(right, [Rows, 48])).ToArray();
        for (int row = 0; row < Rows; row++)
        {
            Assert.True(y.AsSpan(row * 112, 64).SequenceEqual(left.AsSpan(row * 64, 64)), $"row {row} of the first");
            Assert.True(y.AsSpan((row * 112) + 64, 48).SequenceEqual(right.AsSpan(row * 48, 48)), $"row {row} of the second");
        }
    }
}
