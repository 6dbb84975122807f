using ILGPU;
using ILGPU.Backends;
using ILGPU.Backends.OpenCL;
using ILGPU.Runtime.OpenCL;

namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>Kernels as OpenCL C, kept on disk; the driver keeps what it builds from them.</summary>
internal sealed class OpenCLTranslator(Context context, CLAccelerator accelerator, KernelDiskCache cache)
    : KernelTranslator(context, accelerator)
{
    private readonly string target = $"OpenCL {accelerator.VendorName} {accelerator.Name} {accelerator.CLStdVersion} {accelerator.CVersion}";

    public override CompiledKernel Translate(KernelRequest request, GpuKernelCounts counts)
    {
        if (cache.Find(request, target) is not KernelText text)
        {
            var compiled = (CLCompiledKernel)Compile(request, counts);
            text = KernelText.Of(compiled, compiled.Source);
            cache.Keep(request, target, text);
            return compiled;
        }

        counts.CountCached();
        return IlgpuInternals.OpenCLKernel(Context, request, text, accelerator.CLStdVersion);
    }
}
