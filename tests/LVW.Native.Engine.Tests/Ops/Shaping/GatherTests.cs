using FsCheck.Xunit;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using Xunit;

namespace LVW.Native.Engine.Tests.Ops.Shaping;

public sealed class GatherTests
{
    [Fact]
    public void Rows_come_in_the_order_asked_for()
    {
        using var device = new CpuDevice(threads: 1, poison: true);
        using Step step = device.BeginStep();
        Tensor x = step.Input([1, 2, 3, 4, 5, 6], [3, 2]);
        Assert.Equal([5f, 6f, 1f, 2f, 5f, 6f], x.Gather(step.InputIndices([2, 0, 2], [3])).ToArray());
    }

    [Property(MaxTest = 15)]
    public void Values_and_gradients_follow_the_definition(byte rows, byte length, byte count, int seed)
    {
        Shape shape = [1 + (rows % 40), 1 + (length % 40)];
        var random = new Random(seed);
        int[] taken = [.. Enumerable.Range(0, 1 + (count % 60)).Select(_ => random.Next(shape[0]))];
        new OpExperiment(
            (step, inputs) => inputs[0].Gather(step.InputIndices(taken, [taken.Length])),
            inputs => [.. taken.SelectMany(row => inputs[0][(row * shape[1])..((row + 1) * shape[1])])],
            (shape, OpExperiment.Random(seed, shape.Count))).Check();
    }

    [Fact]
    public void A_row_that_does_not_exist_is_named()
    {
        using var device = new CpuDevice(threads: 1);
        using Step step = device.BeginStep();
        Tensor x = step.Input(new float[6], [3, 2]);
        IndexTensor rows = step.InputIndices([0, 3], [2]);
        Assert.StartsWith(
            "Gather: row 3, asked for at place 1 of 2, does not exist in [3, 2]. Rows run from 0 to 2.",
            Assert.Throws<ArgumentOutOfRangeException>(() => x.Gather(rows)).Message,
            StringComparison.Ordinal);
    }
}
