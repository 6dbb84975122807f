using FsCheck.Xunit;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using Xunit;

namespace LVW.Native.Engine.Tests.Ops.Shaping;

public sealed class PermuteTests
{
    [Fact]
    public void Transposing_exchanges_rows_and_columns()
    {
        using var device = new CpuDevice(threads: 1, poison: true);
        using Step step = device.BeginStep();
        Tensor y = step.Input([1, 2, 3, 4, 5, 6], [2, 3]).Transpose();
        Assert.Equal(new Shape(3, 2), y.Shape);
        Assert.Equal([1f, 4f, 2f, 5f, 3f, 6f], y.ToArray());
    }

    [Property(MaxTest = 15)]
    public void Values_and_gradients_follow_the_definition(byte n, byte h, byte w, byte c, int seed)
    {
        Shape shape = [1 + (n % 3), 1 + (h % 4), 1 + (w % 5), 1 + (c % 20)];
        int[] order = [0, 1, 2, 3];
        new Random(seed).Shuffle(order);
        Shape permuted = new(shape[order[0]], shape[order[1]], shape[order[2]], shape[order[3]]);
        new OpExperiment(
            (_, inputs) => inputs[0].Permute(order),
            inputs => [.. IndexMap.Places(permuted).Select(place =>
            {
                int[] source = new int[4];
                for (int i = 0; i < 4; i++) source[order[i]] = place[i];
                return inputs[0][IndexMap.Flat(shape, source)];
            })],
            (shape, OpExperiment.Random(n, shape.Count))).Check();
    }

    [Fact]
    public void An_order_that_misses_a_dimension_is_refused()
    {
        using var device = new CpuDevice(threads: 1);
        using Step step = device.BeginStep();
        Tensor x = step.Input(new float[6], [2, 3]);
        Assert.Equal(
            "Permute: the order (1, 1) must name each of the 2 dimensions of [2, 3] exactly once.",
            Assert.Throws<ArgumentException>(() => x.Permute(1, 1)).Message);
    }
}
