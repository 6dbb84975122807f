using FsCheck.Xunit;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using Xunit;

namespace LVW.Native.Engine.Tests.Ops.Shaping;

public sealed class SliceTests
{
    [Fact]
    public void Ranges_are_those_of_the_language()
    {
        using var device = new CpuDevice(threads: 1, poison: true);
        using Step step = device.BeginStep();
        Tensor x = step.Input([1, 2, 3, 4, 5, 6], [2, 3]);
        Assert.Equal([4f, 5f, 6f], x.Slice(1..).ToArray());
        Assert.Equal([2f, 5f], x.Slice(.., 1..^1).ToArray());
        Assert.Equal(new Shape(2, 0), x.Slice(.., 2..2).Shape);
        Assert.Equal(x.ToArray(), x.Slice().ToArray());
    }

    [Property(MaxTest = 15)]
    public void Values_and_gradients_follow_the_definition(byte n, byte h, byte w, byte c, ushort starts)
    {
        int[] corner = [starts % 3, starts / 3 % 3, starts / 9 % 3, starts / 27 % 20];
        Shape part = [1 + (n % 3), 1 + (h % 4), 1 + (w % 4), 1 + (c % 40)];
        Shape whole = [corner[0] + part[0] + 1, corner[1] + part[1], corner[2] + part[2] + 2, corner[3] + part[3] + (n % 2)];
        new OpExperiment(
            (_, inputs) => inputs[0].Slice(
                corner[0]..(corner[0] + part[0]), corner[1]..(corner[1] + part[1]), corner[2]..(corner[2] + part[2]), corner[3]..(corner[3] + part[3])),
            inputs => [.. IndexMap.Places(part).Select(place => inputs[0][IndexMap.Flat(whole, place.Zip(corner, (a, b) => a + b).ToArray())])],
            (whole, OpExperiment.Random(n, whole.Count))).Check();
    }

    [Fact]
    public void A_range_beyond_its_dimension_is_refused()
    {
        using var device = new CpuDevice(threads: 1);
        using Step step = device.BeginStep();
        Tensor x = step.Input(new float[6], [2, 3]);
        Assert.Equal(
            "Slice: the range 1..4 does not lie within dimension 1 of [2, 3], which has 3 elements.",
            Assert.Throws<ArgumentException>(() => x.Slice(.., 1..4)).Message);
        Assert.Throws<ArgumentException>(() => x.Slice(.., .., ..));
    }
}
