using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Randomness;

namespace LVW.Native.VisualWords.Backbones;

/// <summary>SqueezeNet (Iandola et al. 2016), torchvision's keys: convolution, then eight fire modules with three max-poolings; stride 16, 512 channels.</summary>
public sealed class SqueezeNet : Backbone
{
    // The paper counts the first convolution as layer 1.
    private const int FirstFire = 2;
    private const int FirstTrainedFire = 6;

    private static readonly SqueezeNetPlan[] Plans =
    [
        new("squeezenet1_0", 96, 7, [[(16, 64), (16, 64), (32, 128)], [(32, 128), (48, 192), (48, 192), (64, 256)], [(64, 256)]]),
        new("squeezenet1_1", 64, 3, [[(16, 64), (16, 64)], [(32, 128), (32, 128)], [(48, 192), (48, 192), (64, 256), (64, 256)]]),
    ];

    private SqueezeNet(Device device, Philox random, SqueezeNetPlan plan)
        : base(plan.Name, 2 * plan.Groups[^1][^1].Expand, Geometry(plan))
    {
        // torchvision counts the ReLU of the first convolution, too.
        var parts = new List<(string Name, Module Module)> { ("0", new Conv2d(device, random, 3, plan.StemFilters, plan.StemKernel, stride: 2, relu: true)) };
        (int channels, int fire) = (plan.StemFilters, FirstFire);
        foreach (IReadOnlyList<(int Squeeze, int Expand)> group in plan.Groups)
        {
            parts.Add((PositionKey.Of(parts.Count + 1), new Activation(x => x.MaxPool2d(3, stride: 2, ceilMode: true))));
            foreach ((int squeeze, int expand) in group)
            {
                if (fire++ == FirstTrainedFire) PretrainedStages = parts.Count;
                parts.Add((PositionKey.Of(parts.Count + 1), new Fire(device, random, channels, squeeze, expand)));
                channels = 2 * expand;
            }
        }

        Register("features", new Sequential(parts));
        Stages = [.. parts.Select(part => part.Module)];
    }

    /// <summary>SqueezeNet 1.0 and 1.1.</summary>
    public static IReadOnlyList<BackboneVariant> Variants { get; } =
        [.. Plans.Select(plan => new BackboneVariant(plan.Name, 224, (device, random) => new SqueezeNet(device, random, plan)))];

    /// <inheritdoc/>
    public override IReadOnlyList<Module> Stages { get; }

    /// <summary>Everything before fire 6: in SqueezeNet 1.1 freezing it costs no accuracy measurably and halves the work of a step.</summary>
    public override int PretrainedStages { get; }

    private static WindowLayer[] Geometry(SqueezeNetPlan plan)
    {
        var layers = new List<WindowLayer> { new(plan.StemKernel, 2, 0) };
        foreach (IReadOnlyList<(int Squeeze, int Expand)> group in plan.Groups)
        {
            layers.Add(new WindowLayer(3, 2, 0, CeilMode: true));
            layers.AddRange(Enumerable.Repeat(new WindowLayer(3, 1, 1), group.Count));
        }

        return [.. layers];
    }
}
