using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.VisualWords.Backbones;

/// <summary>The backbones that can be asked for by name.</summary>
public static class BackboneCatalogue
{
    private static readonly Entry[] Entries =
    [
        new("squeezenet1_1", 224, (device, random) => new SqueezeNet11(device, random)),
        new("resnet18", 224, ResNet.ResNet18),
        new("resnet34", 224, ResNet.ResNet34),
        new("vgg11", 224, (device, random) => Vgg.Vgg11(device, random, normalized: false)),
        new("vgg11_bn", 224, (device, random) => Vgg.Vgg11(device, random, normalized: true)),
        new("vgg13", 224, (device, random) => Vgg.Vgg13(device, random, normalized: false)),
        new("vgg13_bn", 224, (device, random) => Vgg.Vgg13(device, random, normalized: true)),
        new("vgg16", 224, (device, random) => Vgg.Vgg16(device, random, normalized: false)),
        new("vgg16_bn", 224, (device, random) => Vgg.Vgg16(device, random, normalized: true)),
        new("vgg19", 224, (device, random) => Vgg.Vgg19(device, random, normalized: false)),
        new("vgg19_bn", 224, (device, random) => Vgg.Vgg19(device, random, normalized: true)),
        new("resnet10-slim", 96, ResNet.ResNet10Slim),
    ];

    /// <summary>All names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Entries.Select(entry => entry.Name)];

    /// <summary>Creates a backbone with random weights.</summary>
    /// <exception cref="SettingsException">There is no backbone of that name.</exception>
    public static Backbone Create(string name, Device device, ulong seed) => Find(name).Create(device, new Philox(seed, stream: 1));

    /// <summary>Side of the input that a backbone is made for, in pixels.</summary>
    /// <exception cref="SettingsException">There is no backbone of that name.</exception>
    public static int InputSide(string name) => Find(name).Side;

    private static Entry Find(string name) => Entries.FirstOrDefault(entry => entry.Name == name)
        ?? throw new SettingsException($"backbone: there is no '{name}'. Choose one of {string.Join(", ", Names)}.");

    private sealed record Entry(string Name, int Side, Func<Device, Philox, Backbone> Create);
}
