using LVW.Native.Engine.Devices.Gpu;

namespace LVW.Native.Engine.Devices;

/// <summary>The devices of this machine, and how one is opened by name.</summary>
public static class DeviceCatalogue
{
    /// <summary>What <see cref="Open"/> understands.</summary>
    public const string Names = "auto, cpu, cuda, cuda:N, opencl, opencl:N or emulated";

    /// <summary>Every device that can be opened: the processor first, then CUDA, then OpenCL.</summary>
    public static IReadOnlyList<DeviceDescription> Found() => [Processor(), .. GpuDiscovery.Cuda(), .. GpuDiscovery.OpenCL()];

    /// <summary>Whether a name is one that <see cref="Open"/> understands; the device itself may be missing.</summary>
    public static bool IsName(string name) => name is "auto" or "cpu" or "emulated" || TryParse(name, out _, out _);

    /// <summary>The device that <c>auto</c> stands for: the first GPU of CUDA, else the processor. OpenCL is never chosen unasked.</summary>
    public static string Automatic() => GpuDiscovery.Cuda().FirstOrDefault()?.Name ?? "cpu";

    /// <summary>For each API of GPUs, the libraries that were looked for and what became of them: lines for people.</summary>
    public static IReadOnlyList<string> Searched() => [GpuDiscovery.Searched(GpuApi.Cuda), GpuDiscovery.Searched(GpuApi.OpenCL)];

    /// <summary>Opens a device.</summary>
    /// <param name="name"><see cref="Names"/>.</param>
    /// <param name="threads">Threads of the processor when that is the device; 0 means all cores.</param>
    /// <param name="options">How a GPU is opened.</param>
    /// <exception cref="ArgumentException">The name is not one of <see cref="Names"/>.</exception>
    /// <exception cref="DeviceNotFoundException">This machine lacks the device.</exception>
    public static Device Open(string name, int threads = 0, GpuOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name == "auto") name = Automatic();
        if (name == "cpu") return new CpuDevice(threads);
        if (name == "emulated") return GpuDevice.Emulated(options);
        if (!TryParse(name, out GpuApi api, out int index)) throw new ArgumentException($"Device: '{name}' is unknown. Use {Names}.");
        return api == GpuApi.Cuda ? GpuDevice.Cuda(index, options) : GpuDevice.OpenCL(index, options);
    }

    private static DeviceDescription Processor()
        => new("cpu", $"{Environment.ProcessorCount} cores, {SimdWidths.Best}", 0);

    private static bool TryParse(string name, out GpuApi api, out int index)
    {
        int colon = name.IndexOf(':', StringComparison.Ordinal);
        string family = colon < 0 ? name : name[..colon];
        index = 0;
        api = family == "opencl" ? GpuApi.OpenCL : GpuApi.Cuda;
        return family is "cuda" or "opencl" && (colon < 0 || int.TryParse(name[(colon + 1)..], out index));
    }
}
