using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Randomness;

namespace LVW.Native.VisualWords.Backbones;

/// <summary>DenseNet's layer: norm, ReLU, 1×1 convolution, norm, ReLU, 3×3 convolution; its few channels are put behind those of its input.</summary>
internal sealed class DenseLayer : Module
{
    private readonly BatchNorm2d norm1;
    private readonly Conv2d conv1;
    private readonly BatchNorm2d norm2;
    private readonly Conv2d conv2;

    public DenseLayer(Device device, Philox random, int inputs, int bottleneck, int growth)
    {
        norm1 = Register("norm1", new BatchNorm2d(device, inputs));
        conv1 = Register("conv1", new Conv2d(device, random, inputs, bottleneck, kernel: 1, bias: false));
        norm2 = Register("norm2", new BatchNorm2d(device, bottleneck));
        conv2 = Register("conv2", new Conv2d(device, random, bottleneck, growth, kernel: 3, padding: 1, bias: false));
    }

    public override Tensor Forward(Tensor x)
    {
        Tensor cut = norm1.Forward(x, relu: true);
        Tensor narrow = conv1.ForwardNormalized(cut, norm2, relu: true).After(cut, x);
        Tensor added = conv2.Forward(narrow).After(narrow, x);
        return x.Concat(added).After(added, x);
    }
}
