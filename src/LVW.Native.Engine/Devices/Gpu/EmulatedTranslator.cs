using ILGPU;
using ILGPU.Backends;
using ILGPU.Runtime;

namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>Kernels for the emulation: intermediate language, never cached.</summary>
internal sealed class EmulatedTranslator(Context context, Accelerator accelerator) : KernelTranslator(context, accelerator)
{
    public override CompiledKernel Translate(KernelRequest request, GpuKernelCounts counts) => Compile(request, counts);
}
