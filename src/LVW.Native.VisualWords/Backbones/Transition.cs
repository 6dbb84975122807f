using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Randomness;

namespace LVW.Native.VisualWords.Backbones;

/// <summary>What lies between two dense blocks: norm, ReLU, a 1×1 convolution to half the channels, average pooling to half the size.</summary>
internal sealed class Transition : Module
{
    private readonly BatchNorm2d norm;
    private readonly Conv2d conv;

    public Transition(Device device, Philox random, int inputs)
    {
        norm = Register("norm", new BatchNorm2d(device, inputs));
        conv = Register("conv", new Conv2d(device, random, inputs, inputs / 2, kernel: 1, bias: false));
    }

    public override Tensor Forward(Tensor x)
    {
        Tensor cut = norm.Forward(x, relu: true);
        Tensor narrow = conv.Forward(cut).After(cut, x);
        return narrow.AveragePool2d(2).After(narrow, x);
    }
}
