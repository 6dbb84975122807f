using System.Globalization;
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
    private Vgg(string name, Device device, Philox random, IReadOnlyList<int> convolutions, bool normalized)
        : base(name, featureChannels: 512, Geometry(convolutions))
    {
        var features = new List<(string Name, Module Module)>();
        var stages = new List<Module>();
        (int position, int channels) = (0, 3);
        for (int group = 0; group < convolutions.Count; group++)
        {
            int width = Math.Min(64 << group, 512);
            var layers = new List<(Conv2d Convolution, BatchNorm2d? Norm)>();
            for (int i = 0; i < convolutions[group]; i++)
            {
                var convolution = new Conv2d(device, random, channels, width, kernel: 3, padding: 1, relu: !normalized);
                BatchNorm2d? norm = normalized ? new BatchNorm2d(device, width) : null;
                layers.Add((convolution, norm));
                features.Add((Key(position++), convolution));
                if (norm is not null) features.Add((Key(position++), norm));

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

    /// <inheritdoc/>
    public override IReadOnlyList<Module> Stages { get; }

    /// <summary>VGG-11: 8 convolutions.</summary>
    public static Vgg Vgg11(Device device, Philox random, bool normalized)
        => new(normalized ? "vgg11_bn" : "vgg11", device, random, [1, 1, 2, 2, 2], normalized);

    /// <summary>VGG-13: 10 convolutions.</summary>
    public static Vgg Vgg13(Device device, Philox random, bool normalized)
        => new(normalized ? "vgg13_bn" : "vgg13", device, random, [2, 2, 2, 2, 2], normalized);

    /// <summary>VGG-16: 13 convolutions.</summary>
    public static Vgg Vgg16(Device device, Philox random, bool normalized)
        => new(normalized ? "vgg16_bn" : "vgg16", device, random, [2, 2, 3, 3, 3], normalized);

    /// <summary>VGG-19: 16 convolutions.</summary>
    public static Vgg Vgg19(Device device, Philox random, bool normalized)
        => new(normalized ? "vgg19_bn" : "vgg19", device, random, [2, 2, 4, 4, 4], normalized);

    private static string Key(int position) => position.ToString(CultureInfo.InvariantCulture);

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

        // Maps are large: without a recording each goes back as soon as the next one stands.
        public override Tensor Forward(Tensor x)
        {
            Tensor y = x;
            foreach ((Conv2d convolution, BatchNorm2d? norm) in layers)
            {
                y = Next(x, y, norm is null ? convolution.Forward(y) : convolution.ForwardNormalized(y, norm, relu: true));
            }

            return Next(x, y, y.MaxPool2d(2, stride: 2));
        }

        private static Tensor Next(Tensor input, Tensor last, Tensor next)
        {
            if (!input.Step.IsRecording && last != input) input.Step.Release(last);
            return next;
        }
    }
}
