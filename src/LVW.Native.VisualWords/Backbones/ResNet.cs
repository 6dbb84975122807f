using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Randomness;

namespace LVW.Native.VisualWords.Backbones;

/// <summary>ResNet of basic blocks (He et al. 2016), torchvision's keys; ends after the last ReLU.</summary>
public sealed class ResNet : Backbone
{
    private ResNet(string name, Device device, Philox random, ResNetPlan plan)
        : base(name, plan.Widths[^1], Geometry(plan))
    {
        Conv2d stem = Register("conv1", new Conv2d(
            device, random, 3, plan.Widths[0], plan.StemKernel, stride: plan.StemStride, padding: plan.StemKernel / 2, bias: false));
        BatchNorm2d norm = Register("bn1", new BatchNorm2d(device, plan.Widths[0]));
        var stages = new List<Module> { new Stem(stem, norm, plan.StemPooling) };
        int channels = plan.Widths[0];
        for (int layer = 0; layer < plan.Blocks.Count; layer++)
        {
            var blocks = new List<Module>();
            for (int block = 0; block < plan.Blocks[layer]; block++)
            {
                blocks.Add(new BasicBlock(device, random, channels, plan.Widths[layer], stride: block == 0 && layer > 0 ? 2 : 1));
                channels = plan.Widths[layer];
            }

            stages.Add(Register($"layer{layer + 1}", new Sequential(blocks)));
        }

        Stages = stages;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Module> Stages { get; }

    /// <summary>ResNet-18: stride 32, 512 channels.</summary>
    public static ResNet ResNet18(Device device, Philox random) => new("resnet18", device, random, ResNetPlan.ImageNet(2, 2, 2, 2));

    /// <summary>ResNet-34: stride 32, 512 channels.</summary>
    public static ResNet ResNet34(Device device, Philox random) => new("resnet34", device, random, ResNetPlan.ImageNet(3, 4, 6, 3));

    /// <summary>A small network for tiny pictures: 3×3 stem with stride 2, one block a layer, stride 16, 128 channels.</summary>
    public static ResNet ResNet10Slim(Device device, Philox random)
        => new("resnet10-slim", device, random, new ResNetPlan([1, 1, 1, 1], [16, 32, 64, 128], StemKernel: 3, StemStride: 2, StemPooling: false));

    private static WindowLayer[] Geometry(ResNetPlan plan)
    {
        var layers = new List<WindowLayer> { new(plan.StemKernel, plan.StemStride, plan.StemKernel / 2) };
        if (plan.StemPooling) layers.Add(new WindowLayer(3, 2, 1));
        for (int layer = 0; layer < plan.Blocks.Count; layer++)
        {
            for (int block = 0; block < plan.Blocks[layer]; block++)
            {
                layers.Add(new WindowLayer(3, block == 0 && layer > 0 ? 2 : 1, 1));
                layers.Add(new WindowLayer(3, 1, 1));
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
            return pools ? y.MaxPool2d(3, stride: 2, padding: 1) : y;
        }
    }
}
