namespace LVW.Native.Engine.Devices.Gpu;

/// <summary>
/// A kernel: a readonly struct whose fields are its arguments (views of blocks, sizes, formulas) and whose <see cref="Execute"/> is what
/// one thread does. ILGPU compiles it to PTX and to OpenCL C, so it may use only what ILGPU translates; it must be public or internal,
/// and its assembly must name <c>ILGPURuntime</c> in <c>InternalsVisibleTo</c> when it is internal.
/// </summary>
/// <remarks>
/// Portable kernels use views, static shared memory and barriers: no atomics, shuffles, dynamic shared memory or inline assembly. A kernel
/// that does belongs to CUDA alone and has a portable twin.
/// </remarks>
public interface IGpuKernel
{
    /// <summary>The size of group that portable kernels use, also the largest that the emulation has.</summary>
    const int DefaultGroupSize = 256;

    /// <summary>Threads in a group.</summary>
    static virtual int GroupSize => DefaultGroupSize;

    /// <summary>Bytes of dynamic shared memory in a group; above 48 KB only on CUDA.</summary>
    static virtual int DynamicSharedBytes => 0;

    /// <summary>Groups that a multiprocessor should hold at once, a bound on registers; 0 leaves it to the compiler.</summary>
    static virtual int GroupsPerMultiprocessor => 0;

    /// <summary>Whether the kernel contains PTX and so runs on CUDA and the interpreter alone.</summary>
    static virtual bool NeedsPtx => false;

    /// <summary>What one thread does.</summary>
    void Execute();
}
