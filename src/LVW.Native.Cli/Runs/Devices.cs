using LVW.Native.Cli.Output;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.Cli.Runs;

/// <summary>Opens the device that settings or options name, and tells of it.</summary>
internal static class Devices
{
    private const int WorkerLimit = 1024;

    /// <summary>Opens a device; what <c>auto</c> chose is always told.</summary>
    /// <exception cref="SettingsException">A name or number is not one that exists.</exception>
    /// <exception cref="DeviceNotFoundException">This machine lacks the device.</exception>
    public static Device Open(TrainingSettings settings, bool verbose, Terminal terminal)
    {
        if (!DeviceCatalogue.IsName(settings.Device)) throw new SettingsException($"device: there is no '{settings.Device}'. Choose {DeviceCatalogue.Names}.");
        if (settings.Threads is < 0 or > WorkerLimit)
        {
            throw new SettingsException($"threads: {settings.Threads} is out of range; it must lie between 0 (all cores) and {WorkerLimit}.");
        }

        Device device = DeviceCatalogue.Open(settings.Device, settings.Threads, new GpuOptions { Precision = PrecisionOf(settings.Precision) });
        try
        {
            CheckPrecision(device, settings.Precision);
        }
        catch
        {
            device.Dispose();
            throw;
        }

        if (settings.Device == "auto") terminal.Line($"device: auto chose {Describe(device)}");
        else if (verbose || device is GpuDevice) terminal.Line($"device: {Describe(device)}");
        return device;
    }

    /// <summary>Tells how many kernels the verb has compiled and launched.</summary>
    public static void TellKernels(Device device, Terminal terminal)
    {
        if (device is not GpuDevice gpu) return;
        terminal.Line($"kernels: {gpu.Kernels.Compiled} compiled, {gpu.Kernels.Cached} found in the cache, {gpu.Kernels.Launched} launches");
    }

    private static string Describe(Device device) => device switch
    {
        GpuDevice gpu => $"{gpu.Name} ({gpu.HardwareName}, {(gpu.UsesTensorCores ? "tf32" : "fp32")})",
        CpuDevice cpu => $"{cpu.Name} ({cpu.HostThreads} thread{(cpu.HostThreads == 1 ? "" : "s")}, {cpu.Width})",
        _ => device.Name,
    };

    /// <summary>The precision of a name.</summary>
    /// <exception cref="SettingsException">There is no such precision.</exception>
    public static GpuPrecision PrecisionOf(string name) => name switch
    {
        "fp32" => GpuPrecision.Fp32,
        "tf32" => GpuPrecision.Tf32,
        _ => throw new SettingsException($"precision: there is no '{name}'. Choose fp32 or tf32."),
    };

    private static void CheckPrecision(Device device, string precision)
    {
        if (precision != "tf32" || device is GpuDevice { UsesTensorCores: true }) return;
        throw new SettingsException($"precision: {device.Name} has no tensor cores that lvw can use, so there is no tf32. Use --precision fp32, or --device cuda.");
    }
}
