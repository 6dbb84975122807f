using FsCheck.Xunit;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using Xunit;

namespace LVW.Native.Engine.Tests.Ops.Shaping;

public sealed class PadTests
{
    [Fact]
    public void Zeros_stand_before_and_after()
    {
        using var device = new CpuDevice(threads: 1, poison: true);
        using Step step = device.BeginStep();
        Tensor x = step.Input([1, 2], [1, 2]);
        Assert.Equal([0f, 1f, 2f, 0f, 0f, 0f, 0f, 0f], x.Pad((0, 1), (1, 1)).ToArray());
    }

    [Property(MaxTest = 15)]
    public void Cutting_the_padding_off_gives_the_input_back_with_its_gradient(byte n, byte h, byte w, byte c, byte before, byte after)
    {
        Shape shape = [1 + (n % 3), 1 + (h % 4), 1 + (w % 4), 1 + (c % 40)];
        int b = before % 3;
        int a = after % 3;
        new OpExperiment(
            (_, inputs) => inputs[0].Pad((a, b), (b, a), (0, b), (a, 0)).Slice(a..^b, b..^a, ..^b, a..),
            inputs => inputs[0],
            (shape, OpExperiment.Random(n, shape.Count))).Check();
    }

    [Fact]
    public void Negative_padding_is_refused()
    {
        using var device = new CpuDevice(threads: 1);
        using Step step = device.BeginStep();
        Tensor x = step.Input(new float[6], [2, 3]);
        Assert.Equal(
            "Pad: dimension 0 of [2, 3] would get -1 zeros before and 0 after it. Use Slice to cut.",
            Assert.Throws<ArgumentException>(() => x.Pad((-1, 0))).Message);
    }
}
