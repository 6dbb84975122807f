using FsCheck.Xunit;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using Xunit;

namespace LVW.Native.Engine.Tests.Ops.Pooling;

public sealed class AveragePool2dTests
{
    [Fact]
    public void Padding_counts_in_the_mean_unless_told_otherwise()
    {
        using var device = new CpuDevice(threads: 1, poison: true);
        using Step step = device.BeginStep();
        Tensor x = step.Input([1, 2, 3, 4], [1, 2, 2, 1]);
        Assert.Equal([0.25f, 0.5f, 0.75f, 1f], x.AveragePool2d(2, 2, padding: 1).ToArray());
        Assert.Equal([1f, 2f, 3f, 4f], x.AveragePool2d(2, 2, padding: 1, countIncludePadding: false).ToArray());
    }

    [Property(MaxTest = 15)]
    public void Values_and_gradients_follow_the_definition(
        byte n, byte h, byte w, byte c, byte kernel, byte stride, byte padding, bool ceilMode, bool countPadding)
    {
        int k = 1 + (kernel % 4);
        int s = 1 + (stride % 3);
        int p = padding % ((k / 2) + 1);
        Shape shape = [1 + (n % 3), k + (h % 9), k + (w % 9), 1 + (c % 40)];
        new OpExperiment(
            (_, inputs) => inputs[0].AveragePool2d(k, s, p, ceilMode, countPadding),
            inputs => PoolReference.Average(inputs[0], shape, k, s, p, ceilMode, countPadding),
            (shape, OpExperiment.Random(n + h, shape.Count))).Check();
    }

    [Fact]
    public void Places_under_a_window_that_hangs_over_never_count()
    {
        using var device = new CpuDevice(threads: 1, poison: true);
        using Step step = device.BeginStep();
        Tensor x = step.Input([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1]);
        Assert.Equal([3f, 4.5f, 7.5f, 9f], x.AveragePool2d(2, 2, ceilMode: true).ToArray());
    }
}
