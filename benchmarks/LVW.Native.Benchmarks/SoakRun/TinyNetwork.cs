using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Layers;
using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Backbones;

namespace LVW.Native.Benchmarks.SoakRun;

/// <summary>Two convolutions with batch norms, so that a step costs next to nothing.</summary>
internal sealed class TinyNetwork : Backbone
{
    private TinyNetwork(Device device, Philox random)
        : base(Variant.Name, featureChannels: 16, geometry: [new(Kernel: 3, Stride: 2, Padding: 1), new(3, 2, 1)]) => Stages =
        [
            Register("first", new Sequential(new Conv2d(device, random, 3, 16, kernel: 3, stride: 2, padding: 1, bias: false), new BatchNorm2d(device, 16), new Activation(x => x.ReLU()))),
            Register("second", new Sequential(new Conv2d(device, random, 16, 16, kernel: 3, stride: 2, padding: 1, bias: false), new BatchNorm2d(device, 16), new Activation(x => x.ReLU()))),
        ];

    public static BackboneVariant Variant { get; } = new("tiny", InputSide: 32, (device, random) => new TinyNetwork(device, random));

    public override IReadOnlyList<Module> Stages { get; }
}
