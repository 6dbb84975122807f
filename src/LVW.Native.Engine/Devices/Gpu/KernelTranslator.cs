using ILGPU;
using ILGPU.Backends;
using ILGPU.Runtime;

namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>Turns a kernel's C# into what an accelerator loads; each API has its own.</summary>
internal abstract class KernelTranslator(Context context, Accelerator accelerator)
{
    protected Context Context => context;

    /// <summary>The translation, from the cache where there is one.</summary>
    public abstract CompiledKernel Translate(KernelRequest request, GpuKernelCounts counts);

    /// <summary>What a loaded kernel needs before its first launch.</summary>
    public virtual void Configure(Kernel kernel, KernelRequest request)
    {
    }

    protected CompiledKernel Compile(KernelRequest request, GpuKernelCounts counts)
    {
        counts.CountCompiled();

        // ILGPU's compiler is not safe for several threads of one context.
        lock (context) return accelerator.CompileKernel(request.Entry, request.Specialization);
    }
}
