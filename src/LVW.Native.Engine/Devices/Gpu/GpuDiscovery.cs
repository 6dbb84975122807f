using ILGPU;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>The GPUs that each API reports.</summary>
internal static class GpuDiscovery
{
    public static string Searched(GpuApi api)
    {
        string tried = string.Join(", ", NativeLibraries.NamesFor(api));
        string name = api == GpuApi.Cuda ? "CUDA" : "OpenCL";
        return NativeLibraries.FirstThatLoads(api) is string library ? $"{name}: {library} loaded (of {tried})" : $"{name}: none of {tried} could be loaded";
    }

    public static IReadOnlyList<DeviceDescription> Cuda()
    {
        if (NativeLibraries.FirstThatLoads(GpuApi.Cuda) is null) return [];
        using Context context = GpuDevice.CudaContext();
        var found = new List<DeviceDescription>();
        foreach (CudaDevice device in context.GetCudaDevices())
        {
            found.Add(new DeviceDescription(
                $"cuda:{found.Count}", $"{device.Name}, {device.Architecture}, driver {device.DriverVersion}", device.MemorySize));
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
                $"opencl:{found.Count}", $"{device.Name}, {device.PlatformName}", device.MemorySize));
        }

        return found;
    }
}
