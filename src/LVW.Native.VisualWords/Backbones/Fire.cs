using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Randomness;

namespace LVW.Native.VisualWords.Backbones;

/// <summary>SqueezeNet's module: a 1×1 convolution that squeezes, then a 1×1 and a 3×3 that expand side by side, all with ReLU.</summary>
internal sealed class Fire : Module
{
    private readonly Conv2d squeeze;
    private readonly Conv2d expand1x1;
    private readonly Conv2d expand3x3;

    public Fire(Device device, Philox random, int inputs, int squeezed, int expanded)
    {
        squeeze = Register("squeeze", new Conv2d(device, random, inputs, squeezed, kernel: 1, relu: true));
        expand1x1 = Register("expand1x1", new Conv2d(device, random, squeezed, expanded, kernel: 1, relu: true));
        expand3x3 = Register("expand3x3", new Conv2d(device, random, squeezed, expanded, kernel: 3, padding: 1, relu: true));
    }

    public override Tensor Forward(Tensor x)
    {
        Tensor narrow = squeeze.Forward(x);
        return narrow.ConcatConv2d(expand1x1.In(narrow.Step), expand3x3.In(narrow.Step)).After(narrow, x);
    }
}
