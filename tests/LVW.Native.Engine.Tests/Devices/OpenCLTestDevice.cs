using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Devices.Gpu;
using Xunit;

namespace LVW.Native.Engine.Tests.Devices;

/// <summary>The OpenCL device that kernels are tested on.</summary>
internal static class OpenCLTestDevice
{
    /// <summary>Tests of this collection run one after the other: drivers on the processor do not bear two contexts that build at once.</summary>
    public const string Collection = "OpenCL";

    /// <summary>The first one, its blocks poisoned with NaN; where there is none the test is skipped.</summary>
    public static Device OpenOrSkip()
    {
        DeviceDescription? found = DeviceCatalogue.Found().FirstOrDefault(device => device.Name.StartsWith("opencl", StringComparison.Ordinal));
        if (found is null) Assert.Skip("This machine has no OpenCL device with 64-bit floats.");
        return DeviceCatalogue.Open(found!.Name, options: new GpuOptions { Poison = true });
    }
}
