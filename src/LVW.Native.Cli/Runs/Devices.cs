using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.Cli.Runs;

/// <summary>Opens the device that settings or options name.</summary>
internal static class Devices
{
    /// <exception cref="SettingsException">The name or the number of threads is not one that exists.</exception>
    /// <exception cref="DeviceNotFoundException">This machine lacks the device.</exception>
    public static Device Open(string name, int threads, GpuOptions? options = null)
    {
        if (!DeviceCatalogue.IsName(name)) throw new SettingsException($"device: there is no '{name}'. Choose {DeviceCatalogue.Names}.");
        if (threads is < 0 or > WorkerLimit) throw new SettingsException($"threads: {threads} is out of range; it must lie between 0 (all cores) and {WorkerLimit}.");
        return DeviceCatalogue.Open(name, threads, options);
    }

    private const int WorkerLimit = 1024;
}
