using System.Runtime.InteropServices;
using LVW.Native.Engine.Devices.Gpu;
using Xunit;

namespace LVW.Native.Cuda.Tests.Driver;

/// <summary>The machine's NVIDIA GPU where there is one, else its driver with an interpreter behind it.</summary>
public sealed class CudaFixture : IDisposable
{
    private static readonly Lazy<string?> Missing = new(Prepare);

    private readonly Dictionary<GpuPrecision, GpuDevice> devices = [];

    /// <summary>Whether this is real hardware.</summary>
    public static bool IsHardware { get; private set; }

    /// <summary>A device, its blocks poisoned with NaN.</summary>
    public GpuDevice this[GpuPrecision precision]
    {
        get
        {
            SkipWithoutDriver();
            if (!devices.TryGetValue(precision, out GpuDevice? device))
            {
                device = GpuDevice.Cuda(0, new GpuOptions { Precision = precision, Poison = true, KernelCache = "" });
                devices.Add(precision, device);
            }

            return device;
        }
    }

    /// <summary>Skips a test where there is neither.</summary>
    public static void SkipWithoutDriver() => Assert.SkipWhen(Missing.Value is not null, Missing.Value ?? "");

    public void Dispose()
    {
        foreach (GpuDevice device in devices.Values) device.Dispose();
    }

    private static unsafe bool HasDevice(nint driver)
    {
        int count = 0;
        var initialize = (delegate* unmanaged<int, int>)NativeLibrary.GetExport(driver, "cuInit");
        var ask = (delegate* unmanaged<int*, int>)NativeLibrary.GetExport(driver, "cuDeviceGetCount");
        return initialize(0) == 0 && ask(&count) == 0 && count > 0;
    }

    private static string? Prepare()
    {
        if (!NativeLibrary.TryLoad("libcuda.so.1", out nint driver) && !NativeLibrary.TryLoad("nvcuda.dll", out driver)) return InterpretedDriver.Install();
        IsHardware = HasDevice(driver);
        return IsHardware ? null : "NVIDIA's driver is installed but reports no device";
    }
}
