using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Randomness;

namespace LVW.Native.VisualWords.Backbones;

/// <summary>
/// VGG (Simonyan and Zisserman 2015), with batch normalisation or without, torchvision's keys: five groups of 3×3 convolutions with ReLU, each
/// ended by a max-pooling; stride 32, 512 channels.
/// </summary>
public sealed class Vgg : Backbone
{
    private static readonly VggPlan[] Plans =
    [
        .. Both("vgg11", 1, 1, 2, 2, 2),
        .. Both("vgg13", 2, 2, 2, 2, 2),
        .. Both("vgg16", 2, 2, 3, 3, 3),
        .. Both("vgg19", 2, 2, 4, 4, 4),
    ];

    private Vgg(Device device, Philox random, VggPlan plan)
        : base(plan.Name, VggPlan.Width(plan.Convolutions.Count - 1), Geometry(plan.Convolutions))
    {
        var features = new List<(string Name, Module Module)>();
        var stages = new List<Module>();
        (int position, int channels) = (0, 3);
        for (int group = 0; group < plan.Convolutions.Count; group++)
        {
            int width = VggPlan.Width(group);
            var layers = new List<(Conv2d Convolution, BatchNorm2d? Norm)>();
            for (int i = 0; i < plan.Convolutions[group]; i++)
            {
                var convolution = new Conv2d(device, random, channels, width, kernel: 3, padding: 1, relu: !plan.Normalized);
                BatchNorm2d? norm = plan.Normalized ? new BatchNorm2d(device, width) : null;
                layers.Add((convolution, norm));
                features.Add((PositionKey.Of(position++), convolution));
                if (norm is not null) features.Add((PositionKey.Of(position++), norm));

                // torchvision counts the ReLU.
                position++;
                channels = width;
            }

            stages.Add(new Group(layers));
            position++;
        }

        Register("features", new Sequential(features));
        Stages = stages;
    }

    /// <summary>VGG-11, 13, 16 and 19: 8 to 16 convolutions, each with normalisation and without.</summary>
    public static IReadOnlyList<BackboneVariant> Variants { get; } =
        [.. Plans.Select(plan => new BackboneVariant(plan.Name, 224, (device, random) => new Vgg(device, random, plan)))];

    /// <inheritdoc/>
    public override IReadOnlyList<Module> Stages { get; }

    private static VggPlan[] Both(string name, params IReadOnlyList<int> convolutions)
        => [new(name, convolutions, Normalized: false), new($"{name}_bn", convolutions, Normalized: true)];

    private static WindowLayer[] Geometry(IReadOnlyList<int> convolutions)
        => [.. convolutions.SelectMany(count => Enumerable.Repeat(new WindowLayer(3, 1, 1), count).Append(new WindowLayer(2, 2, 0)))];

    // Not registered itself: its parts are, under torchvision's names.
    private sealed class Group : Module
    {
        private readonly IReadOnlyList<(Conv2d Convolution, BatchNorm2d? Norm)> layers;

        public Group(IReadOnlyList<(Conv2d Convolution, BatchNorm2d? Norm)> layers)
        {
            this.layers = layers;
            for (int i = 0; i < layers.Count; i++)
            {
                Register($"conv{i + 1}", layers[i].Convolution);
                if (layers[i].Norm is BatchNorm2d norm) Register($"bn{i + 1}", norm);
            }
        }

        public override Tensor Forward(Tensor x)
        {
            Tensor y = x;
            foreach ((Conv2d convolution, BatchNorm2d? norm) in layers)
            {
                y = (norm is null ? convolution.Forward(y) : convolution.ForwardNormalized(y, norm, relu: true)).After(y, x);
            }

            return y.MaxPool2d(2, stride: 2).After(y, x);
        }
    }
}
