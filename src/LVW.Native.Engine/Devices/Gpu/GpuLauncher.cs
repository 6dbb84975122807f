namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>Compiles and starts kernels for one device.</summary>
public abstract class GpuLauncher : IDisposable
{
    /// <summary>What has been compiled and launched so far.</summary>
    public GpuKernelCounts Counts { get; } = new();

    /// <summary>The kernels that have been launched at least once.</summary>
    public abstract IReadOnlyCollection<Type> Loaded { get; }

    /// <summary>Starts a kernel; it runs after all that was started before.</summary>
    public abstract void Launch<TKernel>(in GpuGrid grid, TKernel kernel)
        where TKernel : struct, IGpuKernel;

    /// <summary>Releases compiled kernels.</summary>
    public abstract void Dispose();
}
