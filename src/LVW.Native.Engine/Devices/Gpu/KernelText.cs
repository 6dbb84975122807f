using ILGPU.Backends;

namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>A translated kernel as it is kept on disk.</summary>
/// <param name="Source">PTX or OpenCL C.</param>
/// <param name="StaticSharedBytes">Bytes of static shared memory in a group.</param>
/// <param name="HasDynamicShared">Whether the kernel uses dynamic shared memory.</param>
internal sealed record KernelText(string Source, int StaticSharedBytes, bool HasDynamicShared)
{
    public static KernelText Of(CompiledKernel kernel, string source)
    {
        var shared = IlgpuInternals.SharedMemoryOf(kernel);
        return new KernelText(source, shared.StaticSize, shared.HasDynamicMemory);
    }
}
