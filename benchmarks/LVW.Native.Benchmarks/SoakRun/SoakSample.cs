using LVW.Native.Engine.Devices;

namespace LVW.Native.Benchmarks.SoakRun;

/// <summary>What a process holds at a step.</summary>
/// <param name="Stage">The stage of the run.</param>
/// <param name="Step">Steps of the stage so far.</param>
/// <param name="HeapBytes">Live objects, after a full collection.</param>
/// <param name="WorkingSet">Bytes of memory that the process holds.</param>
/// <param name="PooledBytes">Bytes that the device's pool holds.</param>
/// <param name="Handles">Open files and sockets, but for those of assemblies, of which the runtime loads some late.</param>
/// <param name="Threads">Threads of the process.</param>
/// <param name="Loss">The step's loss.</param>
internal sealed record SoakSample(string Stage, long Step, long HeapBytes, long WorkingSet, long PooledBytes, int Handles, int Threads, double Loss)
{
    /// <summary>Takes a sample now.</summary>
    public static SoakSample Take(string stage, long step, double loss, Device device)
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        long heap = GC.GetTotalMemory(forceFullCollection: true);
        return new SoakSample(stage, step, heap, process.WorkingSet64, device.PooledBytes, OperatingSystem.IsLinux() ? OpenFiles() : process.HandleCount, process.Threads.Count, loss);
    }

    private static int OpenFiles() => new DirectoryInfo("/proc/self/fd").GetFileSystemInfos().Count(file => file.LinkTarget is { } target && !target.EndsWith(".dll", StringComparison.Ordinal));
}
