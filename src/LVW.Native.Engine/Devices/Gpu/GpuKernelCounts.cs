namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>How many kernels a device has compiled, found in the cache on disk, and launched.</summary>
public sealed class GpuKernelCounts
{
    private long compiled;
    private long cached;
    private long launched;

    /// <summary>Kernels translated from C# in this process.</summary>
    public long Compiled => Interlocked.Read(ref compiled);

    /// <summary>Kernels whose translation was found in the cache on disk.</summary>
    public long Cached => Interlocked.Read(ref cached);

    /// <summary>Launches.</summary>
    public long Launched => Interlocked.Read(ref launched);

    /// <summary>Counts a translation.</summary>
    internal void CountCompiled() => Interlocked.Increment(ref compiled);

    /// <summary>Counts a translation that the cache held.</summary>
    internal void CountCached() => Interlocked.Increment(ref cached);

    /// <summary>Counts a launch.</summary>
    internal void CountLaunch() => Interlocked.Increment(ref launched);
}
