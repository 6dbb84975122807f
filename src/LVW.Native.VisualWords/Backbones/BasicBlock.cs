using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Randomness;

namespace LVW.Native.VisualWords.Backbones;

/// <summary>Two 3×3 convolutions and a shortcut.</summary>
internal sealed class BasicBlock : Module
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly Module? downsample;

    /// <param name="device">Where the weights live.</param>
    /// <param name="random">Where weights are drawn from.</param>
    /// <param name="inputs">Channels of the input.</param>
    /// <param name="outputs">Channels of the output.</param>
    /// <param name="stride">Stride of the first convolution.</param>
    /// <param name="downsample">Makes the shortcut where size or width change, else null; called last, so that weights are drawn in the order of keys.</param>
    public BasicBlock(Device device, Philox random, int inputs, int outputs, int stride, Func<Module>? downsample)
    {
        conv1 = Register("conv1", new Conv2d(device, random, inputs, outputs, kernel: 3, stride, padding: 1, bias: false));
        bn1 = Register("bn1", new BatchNorm2d(device, outputs));
        conv2 = Register("conv2", new Conv2d(device, random, outputs, outputs, kernel: 3, padding: 1, bias: false));
        bn2 = Register("bn2", new BatchNorm2d(device, outputs));
        this.downsample = downsample is null ? null : Register("downsample", downsample());
    }

    public override Tensor Forward(Tensor x)
    {
        Tensor shortcut = downsample is null ? x : downsample.Forward(x);
        Tensor narrow = conv1.ForwardNormalized(x, bn1, relu: true);
        return conv2.ForwardNormalized(narrow, bn2, relu: true, shortcut).After(narrow, x).After(shortcut, x);
    }
}
