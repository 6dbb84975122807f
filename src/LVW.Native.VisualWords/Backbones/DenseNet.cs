using System.Text.RegularExpressions;
using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Randomness;

namespace LVW.Native.VisualWords.Backbones;

/// <summary>
/// DenseNet (Huang et al. 2017), torchvision's keys: a convolution, four blocks whose layers each see all channels before them, with transitions
/// between; stride 32. Ends after the last normalisation and the ReLU that torchvision applies before its classifier.
/// </summary>
public sealed partial class DenseNet : Backbone
{
    private static readonly DenseNetPlan[] Plans =
    [
        new("densenet121", Growth: 32, [6, 12, 24, 16]),
        new("densenet161", Growth: 48, [6, 12, 36, 24]),
        new("densenet169", Growth: 32, [6, 12, 32, 32]),
        new("densenet201", Growth: 32, [6, 12, 48, 32]),
    ];

    internal DenseNet(Device device, Philox random, DenseNetPlan plan)
        : base(plan.Name, plan.FeatureChannels, Geometry(plan))
    {
        int channels = plan.StemChannels;
        var conv0 = new Conv2d(device, random, 3, channels, kernel: 7, stride: 2, padding: 3, bias: false);
        var norm0 = new BatchNorm2d(device, channels);
        var features = new List<(string Name, Module Module)> { ("conv0", conv0), ("norm0", norm0) };
        var stages = new List<Module> { new Stem(conv0, norm0) };
        for (int block = 0; block < plan.Layers.Count; block++)
        {
            if (block > 0)
            {
                features.Add(($"transition{block}", new Transition(device, random, channels)));
                stages.Add(features[^1].Module);
                channels /= 2;
            }

            var layers = new List<(string Name, Module Block)>();
            for (int layer = 0; layer < plan.Layers[block]; layer++)
            {
                layers.Add(($"denselayer{layer + 1}", new DenseLayer(device, random, channels, plan.Bottleneck, plan.Growth)));
                channels += plan.Growth;
            }

            features.Add(($"denseblock{block + 1}", new Chain(layers)));
            stages.Add(features[^1].Module);
        }

        var norm5 = new BatchNorm2d(device, channels);
        features.Add(("norm5", norm5));
        stages.Add(new Last(norm5));
        Register("features", new Sequential(features));
        Stages = stages;
    }

    /// <summary>DenseNet-121, 161, 169 and 201.</summary>
    public static IReadOnlyList<BackboneVariant> Variants { get; } =
        [.. Plans.Select(plan => new BackboneVariant(plan.Name, 224, (device, random) => new DenseNet(device, random, plan)))];

    /// <inheritdoc/>
    public override IReadOnlyList<Module> Stages { get; }

    /// <inheritdoc/>
    public override string? ClassifierKey => "classifier";

    /// <summary>Published files still call the parts of a layer <c>norm.1</c> and <c>conv.2</c>, names that PyTorch allows no more.</summary>
    /// <param name="key">The key in the file.</param>
    public override string CurrentKey(string key) => OldKey().Replace(key, "$1$2");

    private static WindowLayer[] Geometry(DenseNetPlan plan)
    {
        var layers = new List<WindowLayer> { new(7, 2, 3), new(3, 2, 1) };
        for (int block = 0; block < plan.Layers.Count; block++)
        {
            if (block > 0) layers.Add(new WindowLayer(2, 2, 0));
            layers.AddRange(Enumerable.Repeat(new WindowLayer(3, 1, 1), plan.Layers[block]));
        }

        return [.. layers];
    }

    // torchvision's own pattern.
    [GeneratedRegex(@"^(.*denselayer\d+\.(?:norm|relu|conv))\.((?:[12])\.(?:weight|bias|running_mean|running_var))$")]
    private static partial Regex OldKey();

    // Neither stem nor last part is registered itself: their layers are, under torchvision's names.
    private sealed class Stem : Module
    {
        private readonly Conv2d conv0;
        private readonly BatchNorm2d norm0;

        public Stem(Conv2d conv0, BatchNorm2d norm0)
        {
            this.conv0 = Register("conv0", conv0);
            this.norm0 = Register("norm0", norm0);
        }

        public override Tensor Forward(Tensor x)
        {
            Tensor y = conv0.ForwardNormalized(x, norm0, relu: true);
            return y.MaxPool2d(3, stride: 2, padding: 1).After(y, x);
        }
    }

    private sealed class Last : Module
    {
        private readonly BatchNorm2d norm5;

        public Last(BatchNorm2d norm5) => this.norm5 = Register("norm5", norm5);

        public override Tensor Forward(Tensor x) => norm5.Forward(x, relu: true);
    }
}
