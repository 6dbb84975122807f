using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Randomness;

namespace LVW.Native.VisualWords.Backbones;

/// <summary>A backbone that settings can ask for.</summary>
/// <param name="Name">The name in settings, torchvision's where it has one.</param>
/// <param name="InputSide">Side of the input that it is made for, in pixels.</param>
/// <param name="Create">Makes it on a device with weights drawn from the given source.</param>
public sealed record BackboneVariant(string Name, int InputSide, Func<Device, Philox, Backbone> Create);
