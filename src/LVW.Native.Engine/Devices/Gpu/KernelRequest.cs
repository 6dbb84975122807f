using ILGPU.Backends.EntryPoints;
using ILGPU.Runtime;
using LVW.Native.Engine.Diagnostics;

namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>A kernel to be translated, and what its type says of its launches.</summary>
/// <param name="Kernel">The kernel's type.</param>
/// <param name="GroupSize">Threads in a group.</param>
/// <param name="DynamicSharedBytes">Bytes of dynamic shared memory in a group.</param>
/// <param name="GroupsPerMultiprocessor">Groups that a multiprocessor should hold, or 0.</param>
/// <param name="NeedsPtx">Whether the kernel contains PTX.</param>
public sealed record KernelRequest(Type Kernel, int GroupSize, int DynamicSharedBytes, int GroupsPerMultiprocessor, bool NeedsPtx)
{
    /// <summary>The kernel's name with its outer types and formulas: <c>UnaryOp&lt;Sigmoid&gt;.Forward</c>.</summary>
    public string DisplayName => TypeNames.Of(Kernel);

    /// <summary>The request for a type of kernel.</summary>
    public static KernelRequest Of<TKernel>()
        where TKernel : struct, IGpuKernel
        => new(typeof(TKernel), TKernel.GroupSize, TKernel.DynamicSharedBytes, TKernel.GroupsPerMultiprocessor, TKernel.NeedsPtx);

    /// <summary>The request for a type of kernel that is known at run time only.</summary>
    public static KernelRequest Of(Type kernel)
        => (KernelRequest)typeof(KernelRequest).GetMethod(nameof(Of), 1, [])!.MakeGenericMethod(kernel).Invoke(null, null)!;

    internal EntryPointDescription Entry => EntryPointDescription.FromExplicitlyGroupedKernel(GpuKernelEntry.Of(Kernel));

    // Register bounds matter to the tuned kernels alone; ILGPU writes them into the PTX as maxntid and minnctapersm.
    internal KernelSpecialization Specialization
        => GroupsPerMultiprocessor > 0 ? new KernelSpecialization(GroupSize, GroupsPerMultiprocessor) : KernelSpecialization.Empty;
}
