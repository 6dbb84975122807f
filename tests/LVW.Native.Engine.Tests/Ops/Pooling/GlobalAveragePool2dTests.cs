using FsCheck.Xunit;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using Xunit;

namespace LVW.Native.Engine.Tests.Ops.Pooling;

public sealed class GlobalAveragePool2dTests
{
    [Fact]
    public void Every_channel_is_averaged_over_all_places()
    {
        using var device = new CpuDevice(threads: 1, poison: true);
        using Step step = device.BeginStep();
        Tensor y = step.Input([1, 10, 2, 20, 3, 30, 6, 60], [1, 2, 2, 2]).GlobalAveragePool2d();
        Assert.Equal(new Shape(1, 2), y.Shape);
        Assert.Equal([3f, 30f], y.ToArray());
    }

    [Property(MaxTest = 10)]
    public void Values_and_gradients_follow_the_definition(byte n, byte h, byte w, byte c)
    {
        Shape shape = [1 + (n % 3), 1 + (h % 15), 1 + (w % 15), 1 + c + n];
        int places = shape[1] * shape[2];
        new OpExperiment(
            (_, inputs) => inputs[0].GlobalAveragePool2d(),
            inputs =>
            {
                double[] y = new double[shape[0] * shape[3]];
                for (int i = 0; i < inputs[0].Length; i++) y[(i / shape[3] / places * shape[3]) + (i % shape[3])] += inputs[0][i] / places;
                return y;
            },
            (shape, OpExperiment.Random(n, shape.Count))).Check();
    }

    [Fact]
    public void A_tensor_that_is_no_picture_is_refused()
    {
        using var device = new CpuDevice(threads: 1);
        using Step step = device.BeginStep();
        Tensor x = step.Input(new float[8], [2, 4]);
        Assert.Contains("[2, 4]", Assert.Throws<ArgumentException>(() => x.GlobalAveragePool2d()).Message, StringComparison.Ordinal);
    }
}
