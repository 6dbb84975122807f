using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Randomness;

namespace LVW.Native.VisualWords.Backbones;

/// <summary>
/// ResNet (He et al. 2016) for ImageNet's pictures, torchvision's keys, and for CIFAR's, the keys of the usual PyTorch implementation (Idelbayev);
/// ends after the last ReLU.
/// </summary>
public sealed class ResNet : Backbone
{
    private static readonly ResNetPlan[] Plans =
    [
        ResNetPlan.ImageNet("resnet18", 2, 2, 2, 2),
        ResNetPlan.ImageNet("resnet34", 3, 4, 6, 3),
        ResNetPlan.Deep("resnet50", 3, 4, 6, 3),
        ResNetPlan.Deep("resnet101", 3, 4, 23, 3),
        ResNetPlan.Deep("resnet152", 3, 8, 36, 3),
        ResNetPlan.Cifar("resnet20", n: 3),
        ResNetPlan.Cifar("resnet32", n: 5),
        ResNetPlan.Cifar("resnet44", n: 7),
        ResNetPlan.Cifar("resnet56", n: 9),

        // Not of the paper: a small network for tiny pictures. With stride 8 a cell sees 47 pixels, so that a word can mean a part.
        new("resnet8-slim", [1, 1, 1], [32, 64, 128]) { InputSide = 96, StemKernel = 3, StemPooling = false },
    ];

    private readonly ResNetPlan plan;

    internal ResNet(Device device, Philox random, ResNetPlan plan)
        : base(plan.Name, plan.Channels(plan.Widths.Count - 1), Geometry(plan))
    {
        this.plan = plan;
        Conv2d stem = Register("conv1", new Conv2d(
            device, random, 3, plan.Widths[0], plan.StemKernel, stride: plan.StemStride, padding: plan.StemKernel / 2, bias: false));
        BatchNorm2d norm = Register("bn1", new BatchNorm2d(device, plan.Widths[0]));
        var stages = new List<Module> { new Stem(stem, norm, plan.StemPooling) };
        int channels = plan.Widths[0];
        for (int layer = 0; layer < plan.Blocks.Count; layer++)
        {
            var blocks = new List<(string Name, Module Block)>();
            for (int block = 0; block < plan.Blocks[layer]; block++)
            {
                blocks.Add((PositionKey.Of(block), Block(device, random, plan, channels, layer, ResNetPlan.Stride(layer, block))));
                channels = plan.Channels(layer);
            }

            stages.Add(Register($"layer{layer + 1}", new Chain(blocks)));
        }

        Stages = stages;
    }

    /// <summary>ResNet-18, 34, 50, 101 and 152, ResNet-20, 32, 44 and 56 for CIFAR's pictures, and a small one.</summary>
    public static IReadOnlyList<BackboneVariant> Variants { get; } =
        [.. Plans.Select(plan => new BackboneVariant(plan.Name, plan.InputSide, (device, random) => new ResNet(device, random, plan)))];

    /// <inheritdoc/>
    public override IReadOnlyList<Module> Stages { get; }

    /// <inheritdoc/>
    public override string? ClassifierKey => plan.ClassifierKey;

    private static Module Block(Device device, Philox random, ResNetPlan plan, int inputs, int layer, int stride)
    {
        (int width, int outputs) = (plan.Widths[layer], plan.Channels(layer));
        Func<Module>? shortcut = stride == 1 && inputs == outputs ? null
            : plan.PaddedShortcuts ? () => Padded(inputs, outputs)
            : () => new Sequential(new Conv2d(device, random, inputs, outputs, kernel: 1, stride, bias: false), new BatchNorm2d(device, outputs));
        return plan.Bottlenecks ? new Bottleneck(device, random, inputs, width, stride, shortcut) : new BasicBlock(device, random, inputs, outputs, stride, shortcut);
    }

    // Windows of one pixel, every second one; the new channels lie on both sides of the old ones.
    private static Activation Padded(int inputs, int outputs)
    {
        int more = (outputs - inputs) / 2;
        return new Activation(x =>
        {
            Tensor half = x.AveragePool2d(1, stride: 2);
            return half.Pad((0, 0), (0, 0), (0, 0), (more, more)).After(half, x);
        });
    }

    private static WindowLayer[] Geometry(ResNetPlan plan)
    {
        var layers = new List<WindowLayer> { new(plan.StemKernel, plan.StemStride, plan.StemKernel / 2) };
        if (plan.StemPooling) layers.Add(new WindowLayer(3, 2, 1));
        for (int layer = 0; layer < plan.Blocks.Count; layer++)
        {
            for (int block = 0; block < plan.Blocks[layer]; block++)
            {
                layers.Add(new WindowLayer(3, ResNetPlan.Stride(layer, block), 1));
                if (!plan.Bottlenecks) layers.Add(new WindowLayer(3, 1, 1));
            }
        }

        return [.. layers];
    }

    // Not registered itself: its parts are, under torchvision's names.
    private sealed class Stem : Module
    {
        private readonly BatchNorm2d norm;
        private readonly Conv2d convolution;
        private readonly bool pools;

        public Stem(Conv2d convolution, BatchNorm2d norm, bool pools)
        {
            this.convolution = Register("conv1", convolution);
            this.norm = Register("bn1", norm);
            this.pools = pools;
        }

        public override Tensor Forward(Tensor x)
        {
            Tensor y = convolution.ForwardNormalized(x, norm, relu: true);
            return pools ? y.MaxPool2d(3, stride: 2, padding: 1).After(y, x) : y;
        }
    }
}
