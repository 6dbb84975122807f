using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Randomness;

namespace LVW.Native.VisualWords.Backbones;

/// <summary>SqueezeNet 1.1 (Iandola et al. 2016): convolution, then eight fire modules with three max-poolings; 722,496 parameters, 512 channels.</summary>
public sealed class SqueezeNet11 : Backbone
{
    // Fire modules: position in torchvision's "features", squeeze channels, expand channels of each kind.
    private static readonly (int Position, int Squeeze, int Expand)[] Fires =
        [(3, 16, 64), (4, 16, 64), (6, 32, 128), (7, 32, 128), (9, 48, 192), (10, 48, 192), (11, 64, 256), (12, 64, 256)];

    private static readonly int[] Poolings = [2, 5, 8];

    /// <summary>Creates the network with random weights.</summary>
    public SqueezeNet11(Device device, Philox random)
        : base("squeezenet1_1", featureChannels: 512, Geometry())
    {
        var modules = new List<(string Name, Module Module)> { ("0", new Conv2d(device, random, 3, 64, kernel: 3, stride: 2, relu: true)) };
        int channels = 64;
        for (int position = 2; position <= 12; position++)
        {
            if (Poolings.Contains(position))
            {
                modules.Add((Key(position), new Activation(x => x.MaxPool2d(3, stride: 2, ceilMode: true))));
                continue;
            }

            (_, int squeeze, int expand) = Fires.Single(fire => fire.Position == position);
            modules.Add((Key(position), new Fire(device, random, channels, squeeze, expand)));
            channels = 2 * expand;
        }

        Register("features", new Sequential(modules));
        Stages = [.. modules.Select(entry => entry.Module)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Module> Stages { get; }

    /// <summary>Everything before fire 6: freezing it costs no accuracy measurably and halves the work of a step.</summary>
    public override int PretrainedStages => 8;

    private static string Key(int position) => position.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static WindowLayer[] Geometry()
    {
        var pooling = new WindowLayer(3, 2, 0, CeilMode: true);
        var expand = new WindowLayer(3, 1, 1);
        return [new WindowLayer(3, 2, 0), pooling, expand, expand, pooling, expand, expand, pooling, expand, expand, expand, expand];
    }
}
