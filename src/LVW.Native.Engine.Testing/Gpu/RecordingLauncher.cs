using LVW.Native.Engine.Devices.Gpu;

namespace LVW.Native.Engine.Testing.Gpu;

/// <summary>Takes note of the kernels that ops launch and runs none of them; every result is whatever the memory held.</summary>
public sealed class RecordingLauncher : GpuLauncher
{
    private readonly HashSet<Type> kernels = [];

    /// <inheritdoc/>
    public override IReadOnlyCollection<Type> Loaded => kernels;

    /// <inheritdoc/>
    public override void Launch<TKernel>(in GpuGrid grid, TKernel kernel) => kernels.Add(typeof(TKernel));

    /// <inheritdoc/>
    public override void Dispose()
    {
    }
}
