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

    /// <summary>To be called for each kernel that is translated.</summary>
    protected void CountCompiled() => Counts.CountCompiled();

    /// <summary>Told of every block that the device takes.</summary>
    /// <param name="address">Where it begins.</param>
    /// <param name="bytes">How long it is.</param>
    public virtual void Allocated(nint address, long bytes)
    {
    }

    /// <summary>Told of every block that the device gives back.</summary>
    public virtual void Freed(nint address)
    {
    }

    /// <summary>Releases compiled kernels.</summary>
    public abstract void Dispose();
}
