namespace LVW.Native.Engine.Devices;

/// <summary>A device of this machine.</summary>
/// <param name="Name">What <see cref="DeviceCatalogue.Open"/> takes: <c>cpu</c>, <c>cuda:0</c>, <c>opencl:1</c>.</param>
/// <param name="Description">What it is, for people.</param>
/// <param name="MemoryBytes">Bytes of its memory; 0 where that is the machine's.</param>
public sealed record DeviceDescription(string Name, string Description, long MemoryBytes);
