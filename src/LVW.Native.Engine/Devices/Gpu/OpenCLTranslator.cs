using ILGPU;
using ILGPU.Backends;
using ILGPU.Backends.OpenCL;
using ILGPU.Runtime.OpenCL;

namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>Kernels as OpenCL C, kept on disk; the driver keeps what it builds from them.</summary>
internal sealed class OpenCLTranslator(Context context, CLAccelerator accelerator, KernelDiskCache cache)
    : KernelTranslator(context, accelerator)
{
    // Drivers built on clang write their warnings about ILGPU's code to the user's terminal.
    private const string Quiet = "#ifdef __clang__\n#pragma clang diagnostic ignored \"-Weverything\"\n#endif\n";

    private const string GlobalFence = "(CLK_GLOBAL_MEM_FENCE)";
    private const string BothFences = "(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE)";

    private readonly string target = $"OpenCL {accelerator.VendorName} {accelerator.Name} {accelerator.CLStdVersion} {accelerator.CVersion}";

    public override CompiledKernel Translate(KernelRequest request, GpuKernelCounts counts)
    {
        if (cache.Find(request, target) is not KernelText text)
        {
            var compiled = (CLCompiledKernel)Compile(request, counts);
            text = KernelText.Of(compiled, Quiet + Fenced(compiled.Source));
            cache.Keep(request, target, text);
        }
        else
        {
            counts.CountCached();
        }

        return IlgpuInternals.OpenCLKernel(Context, request, text, accelerator.CLStdVersion);
    }

    // ILGPU's barriers order global memory alone; what a group shares lies in local memory, which a GPU may reorder.
    private static string Fenced(string source) => source.Replace(GlobalFence, BothFences, StringComparison.Ordinal);
}
