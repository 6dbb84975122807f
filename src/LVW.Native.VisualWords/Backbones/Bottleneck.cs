using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Randomness;

namespace LVW.Native.VisualWords.Backbones;

/// <summary>A 1×1 convolution that narrows, a 3×3 one that carries the stride (as torchvision's does), a 1×1 one that widens fourfold, and a shortcut.</summary>
internal sealed class Bottleneck : Module
{
    /// <summary>Channels of the output for each channel within.</summary>
    public const int Expansion = 4;

    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly Conv2d conv3;
    private readonly BatchNorm2d bn3;
    private readonly Module? downsample;

    /// <param name="device">Where the weights live.</param>
    /// <param name="random">Where weights are drawn from.</param>
    /// <param name="inputs">Channels of the input.</param>
    /// <param name="width">Channels within; the output has four times as many.</param>
    /// <param name="stride">Stride of the 3×3 convolution.</param>
    /// <param name="downsample">Makes the shortcut where size or width change, else null; called last, so that weights are drawn in the order of keys.</param>
    public Bottleneck(Device device, Philox random, int inputs, int width, int stride, Func<Module>? downsample)
    {
        conv1 = Register("conv1", new Conv2d(device, random, inputs, width, kernel: 1, bias: false));
        bn1 = Register("bn1", new BatchNorm2d(device, width));
        conv2 = Register("conv2", new Conv2d(device, random, width, width, kernel: 3, stride, padding: 1, bias: false));
        bn2 = Register("bn2", new BatchNorm2d(device, width));
        conv3 = Register("conv3", new Conv2d(device, random, width, Expansion * width, kernel: 1, bias: false));
        bn3 = Register("bn3", new BatchNorm2d(device, Expansion * width));
        this.downsample = downsample is null ? null : Register("downsample", downsample());
    }

    public override Tensor Forward(Tensor x)
    {
        Tensor shortcut = downsample is null ? x : downsample.Forward(x);
        Tensor narrow = conv1.ForwardNormalized(x, bn1, relu: true);
        Tensor seen = conv2.ForwardNormalized(narrow, bn2, relu: true).After(narrow, x);
        return conv3.ForwardNormalized(seen, bn3, relu: true, shortcut).After(seen, x).After(shortcut, x);
    }
}
