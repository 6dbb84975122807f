using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Testing.Gpu;
using Xunit;

namespace LVW.Native.VisualWords.Tests;

/// <summary>The devices that tests run on, by name.</summary>
internal static class TestDevices
{
    public const string Cpu = "cpu";
    public const string OpenCL = "opencl";
    public const string Interpreted = "interpreted";

    /// <summary>A device whose blocks are poisoned with NaN; where the machine lacks it the test is skipped.</summary>
    public static Device OpenOrSkip(string name)
    {
        if (name == Cpu) return new CpuDevice(threads: 1, poison: true);
        if (name == Interpreted) return PtxLauncher.OpenDevice(new GpuOptions { Poison = true });
        DeviceDescription? found = DeviceCatalogue.Found().FirstOrDefault(device => device.Name.StartsWith(name, StringComparison.Ordinal));
        if (found is null) Assert.Skip($"This machine has no device {name} with 64-bit floats.");
        return DeviceCatalogue.Open(found!.Name, options: new GpuOptions { Poison = true });
    }
}
