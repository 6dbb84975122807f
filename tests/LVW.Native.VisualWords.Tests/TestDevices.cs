using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Devices.Gpu;
using Xunit;

namespace LVW.Native.VisualWords.Tests;

/// <summary>The devices that tests run on, by name.</summary>
internal static class TestDevices
{
    public const string Cpu = "cpu";
    public const string OpenCL = "opencl";

    /// <summary>A device whose blocks are poisoned with NaN; where the machine lacks it the test is skipped.</summary>
    public static Device OpenOrSkip(string name)
    {
        if (name == Cpu) return new CpuDevice(threads: 1, poison: true);
        DeviceDescription? found = DeviceCatalogue.Found().FirstOrDefault(device => device.Name.StartsWith(name, StringComparison.Ordinal));
        if (found is null) Assert.Skip($"This machine has no device {name} with 64-bit floats.");
        return DeviceCatalogue.Open(found!.Name, options: new GpuOptions { Poison = true });
    }
}
