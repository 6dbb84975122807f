using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Randomness;
using Xunit;
using Layer = LVW.Native.Engine.Layers.Conv2d;

namespace LVW.Native.Engine.Tests.Ops.Convolution;

public sealed class ConcatConv2dOpTests
{
    [Fact]
    public void The_slices_have_the_bits_of_the_branches_convolved_alone()
    {
        using var device = new CpuDevice(2);
        var random = new Philox(3);
        Layer narrow = new(device, random, 16, 20, kernel: 1, relu: true), wide = new(device, random, 16, 37, kernel: 3, padding: 1, relu: true);
        using Step step = device.BeginInference();
        Tensor x = step.Input(Values(2 * 9 * 11 * 16), [2, 9, 11, 16]);
        Tensor expected = narrow.Forward(x).Concat(wide.Forward(x));
        Assert.Equal(expected.ToArray(), x.ConcatConv2d(narrow.In(step), wide.In(step)).ToArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_kept_gradient_of_the_output_is_not_masked_in_place(bool joined)
    {
        using var device = new CpuDevice(2);
        var layer = new Layer(device, new Philox(5), 3, 4, kernel: 1, relu: true);
        using Step step = device.BeginStep();
        Tensor x = step.Input(Values(2 * 2 * 3), [1, 2, 2, 3]);
        Tensor y = (joined ? x.ConcatConv2d(layer.In(step)) : layer.Forward(x)).Keep();
        Assert.Contains(0f, y.ToArray());
        y.Sum().Backward();
        Assert.All(step.GradientOf(y).ToArray(), gradient => Assert.Equal(1f, gradient));
    }

    [Fact]
    public void Branches_that_do_not_fit_each_other_are_refused_with_their_sizes()
    {
        using var device = new CpuDevice(1);
        using Step step = device.BeginInference();
        Tensor x = step.Input(Values(5 * 5), [1, 5, 5, 1]);
        var plain = new Conv2dBranch(step.Input(Values(9), [1, 3, 3, 1]), default, new Conv2dOptions());
        var padded = plain with { Options = new Conv2dOptions { Padding = 1 } };
        var cut = plain with { Options = new Conv2dOptions { ReLU = true } };
        Assert.Contains("3 × 3 and 5 × 5", Assert.Throws<ArgumentException>(() => x.ConcatConv2d(plain, padded)).Message, StringComparison.Ordinal);
        Assert.Contains("ReLU", Assert.Throws<ArgumentException>(() => x.ConcatConv2d(plain, cut)).Message, StringComparison.Ordinal);
        Assert.Contains("no branch", Assert.Throws<ArgumentException>(() => x.ConcatConv2d()).Message, StringComparison.Ordinal);
    }

    private static float[] Values(int count) => [.. Enumerable.Range(0, count).Select(i => (((i * 7) % 31) - 15) / 16f)];
}
