using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Devices.Gpu;
using Xunit;

namespace LVW.Native.Engine.Tests.Devices.Gpu;

/// <summary>The first OpenCL device of this machine, its blocks poisoned with NaN; tests that need it are skipped where there is none.</summary>
public sealed class OpenCLFixture : IDisposable
{
    private readonly GpuDevice? device = DeviceCatalogue.Found().Any(found => found.Name == "opencl:0")
        ? GpuDevice.OpenCL(0, new GpuOptions { Poison = true })
        : null;

    public GpuDevice Device
    {
        get
        {
            Assert.SkipWhen(device is null, "There is no OpenCL device on this machine (Debian: pocl-opencl-icd).");
            return device!;
        }
    }

    public void Dispose() => device?.Dispose();
}
