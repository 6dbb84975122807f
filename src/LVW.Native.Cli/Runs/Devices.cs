using LVW.Native.Engine.Devices;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.Cli.Runs;

/// <summary>Opens the device that settings or options name.</summary>
internal static class Devices
{
    /// <exception cref="SettingsException">There is no such device.</exception>
    public static CpuDevice Open(string name, int threads)
    {
        if (name != "cpu") throw new SettingsException($"device: there is no '{name}'. Choose cpu.");
        if (threads is < 0 or > WorkerLimit) throw new SettingsException($"threads: {threads} is out of range; it must lie between 0 (all cores) and {WorkerLimit}.");
        return new CpuDevice(threads);
    }

    private const int WorkerLimit = 1024;
}
