using ILGPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>The GPUs that each API reports.</summary>
internal static class GpuDiscovery
{
    public static IReadOnlyList<DeviceDescription> Cuda()
    {
        if (NativeLibraries.FirstThatLoads(GpuApi.Cuda) is null) return [];
        using Context context = GpuDevice.CudaContext();
        var found = new List<DeviceDescription>();
        foreach (CudaDevice device in context.GetCudaDevices())
        {
            found.Add(new DeviceDescription(
                $"cuda:{found.Count}", $"{device.Name}, {device.Architecture}, driver {device.DriverVersion}, {Gibibytes(device.MemorySize)}", device.MemorySize));
        }

        return found;
    }

    public static IReadOnlyList<DeviceDescription> OpenCL()
    {
        if (NativeLibraries.FirstThatLoads(GpuApi.OpenCL) is null) return [];
        using Context context = GpuDevice.OpenCLContext();
        var found = new List<DeviceDescription>();
        foreach (CLDevice device in context.GetCLDevices())
        {
            found.Add(new DeviceDescription(
                $"opencl:{found.Count}", $"{device.Name}, {device.PlatformName}, {Gibibytes(device.MemorySize)}", device.MemorySize));
        }

        return found;
    }

    private static string Gibibytes(long bytes) => $"{bytes / (double)(1L << 30):0.0} GiB";
}
