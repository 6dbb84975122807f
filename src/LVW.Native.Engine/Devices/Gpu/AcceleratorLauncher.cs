using System.Collections.Concurrent;
using ILGPU;
using ILGPU.Runtime;

namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>Compiles kernels with ILGPU, or takes their text from the cache on disk, and starts them on an accelerator.</summary>
internal sealed class AcceleratorLauncher(Accelerator accelerator, AcceleratorStream stream, KernelTranslator translator) : GpuLauncher
{
    private readonly ConcurrentDictionary<Type, object> loaded = new();

    public override IReadOnlyCollection<Type> Loaded => [.. loaded.Keys];

    public override void Launch<TKernel>(in GpuGrid grid, TKernel kernel)
    {
        var entry = (Launchable<TKernel>)loaded.GetOrAdd(typeof(TKernel), static (_, self) => self.Load<TKernel>(), this);
        entry.Start(stream, Config<TKernel>(grid), kernel);
    }

    public override void Dispose()
    {
        foreach (object entry in loaded.Values) ((IDisposable)entry).Dispose();
        loaded.Clear();
    }

    private static KernelConfig Config<TKernel>(in GpuGrid grid)
        where TKernel : struct, IGpuKernel
    {
        var groups = new Index3D(grid.X, grid.Y, grid.Z);
        var threads = new Index3D(TKernel.GroupSize, 1, 1);
        return TKernel.DynamicSharedBytes == 0
            ? new KernelConfig(groups, threads)
            : new KernelConfig(groups, threads, SharedMemoryConfig.RequestDynamic<byte>(TKernel.DynamicSharedBytes));
    }

    private Launchable<TKernel> Load<TKernel>()
        where TKernel : struct, IGpuKernel
    {
        KernelRequest request = KernelRequest.Of<TKernel>();
        try
        {
            Kernel kernel = accelerator.LoadKernel(translator.Translate(request, Counts));
            translator.Configure(kernel, request);
            return new Launchable<TKernel>(kernel, kernel.CreateLauncherDelegate<Action<AcceleratorStream, KernelConfig, TKernel>>());
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw new NotSupportedException(
                $"GPU: the kernel {request.DisplayName} could not be compiled for {accelerator.Name}: {Innermost(exception)} "
                + "A kernel must be public, or internal in an assembly with [assembly: InternalsVisibleTo(\"ILGPURuntime\")], and use only what ILGPU translates.",
                exception);
        }
    }

    private static string Innermost(Exception exception)
    {
        while (exception.InnerException is not null) exception = exception.InnerException;
        return exception.Message.TrimEnd('.', ' ') + ".";
    }

    private sealed class Launchable<TKernel>(Kernel kernel, Action<AcceleratorStream, KernelConfig, TKernel> start) : IDisposable
        where TKernel : struct, IGpuKernel
    {
        public Action<AcceleratorStream, KernelConfig, TKernel> Start { get; } = start;

        public void Dispose() => kernel.Dispose();
    }
}
