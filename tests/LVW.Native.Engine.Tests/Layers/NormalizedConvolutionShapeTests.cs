using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Randomness;
using Xunit;

namespace LVW.Native.Engine.Tests.Layers;

/// <summary>The fused pass refuses what the two ops refuse.</summary>
public sealed class NormalizedConvolutionShapeTests
{
    [Fact]
    public void A_normalisation_of_other_channels_is_refused()
    {
        using var device = new CpuDevice(1);
        var convolution = new Conv2d(device, new Philox(1), 4, 32, 3, bias: false);
        var norm = new BatchNorm2d(device, 16);
        norm.Train(false);
        using Step step = device.BeginInference();
        Tensor x = step.Input(new float[2 * 8 * 8 * 4], [2, 8, 8, 4]);
        Assert.Throws<ArgumentException>(() => convolution.ForwardNormalized(x, norm, relu: false));
    }

    [Fact]
    public void A_residual_of_another_shape_is_refused()
    {
        using var device = new CpuDevice(1);
        var convolution = new Conv2d(device, new Philox(1), 4, 32, 3, bias: false);
        var norm = new BatchNorm2d(device, 32);
        norm.Train(false);
        using Step step = device.BeginInference();
        Tensor x = step.Input(new float[2 * 8 * 8 * 4], [2, 8, 8, 4]);
        Tensor residual = step.Input(new float[32], [1, 1, 1, 32]);
        Assert.Throws<ArgumentException>(() => convolution.ForwardNormalized(x, norm, relu: false, residual));
    }
}
