using System.Reflection;

namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>The method that ILGPU compiles for every kernel: it takes the kernel by value and executes it.</summary>
public static class GpuKernelEntry
{
    /// <summary>Executes one thread of a kernel.</summary>
    public static void Run<TKernel>(TKernel kernel)
        where TKernel : struct, IGpuKernel
        => kernel.Execute();

    /// <summary>The entry of one type of kernel.</summary>
    public static MethodInfo Of(Type kernel) => typeof(GpuKernelEntry).GetMethod(nameof(Run))!.MakeGenericMethod(kernel);
}
