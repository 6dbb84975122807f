using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Backbones;

namespace LVW.Native.VisualWords.Tests.Backbones;

internal sealed class ThreeConvolutions : Backbone
{
    private ThreeConvolutions(Device device, Philox random)
        : base(Variant.Name, featureChannels: 32, geometry: [new(Kernel: 3, Stride: 2, Padding: 1), new(3, 2, 1), new(3, 2, 1)]) => Stages =
        [
            Register("conv1", new Conv2d(device, random, 3, 16, kernel: 3, stride: 2, padding: 1, relu: true)),
            Register("conv2", new Conv2d(device, random, 16, 32, kernel: 3, stride: 2, padding: 1, relu: true)),
            Register("conv3", new Conv2d(device, random, 32, 32, kernel: 3, stride: 2, padding: 1, relu: true)),
        ];

    public static BackboneVariant Variant { get; } = new("three-convolutions", InputSide: 48, (device, random) => new ThreeConvolutions(device, random));

    public override IReadOnlyList<Module> Stages { get; }
}
