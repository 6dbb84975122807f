using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Randomness;

namespace LVW.Native.VisualWords.Backbones;

/// <summary>Two 3×3 convolutions and a shortcut, which is a strided 1×1 convolution where size or width change.</summary>
internal sealed class BasicBlock : Module
{
    private readonly Conv2d conv1;
    private readonly BatchNorm2d bn1;
    private readonly Conv2d conv2;
    private readonly BatchNorm2d bn2;
    private readonly Sequential? downsample;

    public BasicBlock(Device device, Philox random, int inputs, int outputs, int stride)
    {
        conv1 = Register("conv1", new Conv2d(device, random, inputs, outputs, kernel: 3, stride, padding: 1, bias: false));
        bn1 = Register("bn1", new BatchNorm2d(device, outputs));
        conv2 = Register("conv2", new Conv2d(device, random, outputs, outputs, kernel: 3, padding: 1, bias: false));
        bn2 = Register("bn2", new BatchNorm2d(device, outputs));
        if (stride != 1 || inputs != outputs)
        {
            downsample = Register("downsample", new Sequential(
                new Conv2d(device, random, inputs, outputs, kernel: 1, stride, bias: false), new BatchNorm2d(device, outputs)));
        }
    }

    public override Tensor Forward(Tensor x)
    {
        Tensor shortcut = downsample is null ? x : downsample.Forward(x);
        return conv2.ForwardNormalized(conv1.ForwardNormalized(x, bn1, relu: true), bn2, relu: true, shortcut);
    }
}
