using ILGPU;
using ILGPU.Backends;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>Kernels as PTX with the corrections of <see cref="PtxText"/>, kept on disk; the driver keeps what it assembles from them.</summary>
internal sealed class CudaTranslator(Context context, CudaAccelerator accelerator, KernelDiskCache cache)
    : KernelTranslator(context, accelerator)
{
    // What a group may use without asking.
    private const int UnaskedSharedBytes = 48 * 1024;

    private readonly string target = $"PTX {accelerator.Architecture} {accelerator.InstructionSet}";

    public override CompiledKernel Translate(KernelRequest request, GpuKernelCounts counts)
    {
        if (cache.Find(request, target) is not KernelText text)
        {
            var compiled = (PTXCompiledKernel)Compile(request, counts);
            text = KernelText.Of(compiled, PtxText.Correct(compiled.PTXAssembly));
            cache.Keep(request, target, text);
        }
        else
        {
            counts.CountCached();
        }

        return IlgpuInternals.PtxKernel(Context, request, text);
    }

    public override void Configure(Kernel kernel, KernelRequest request)
    {
        if (request.DynamicSharedBytes <= UnaskedSharedBytes) return;
        CudaDriver.AllowDynamicShared(((CudaKernel)kernel).FunctionPtr, request.DynamicSharedBytes);
    }
}
