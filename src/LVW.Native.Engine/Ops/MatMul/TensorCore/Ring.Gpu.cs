using System.Runtime.CompilerServices;
using ILGPU.Runtime.Cuda;

namespace LVW.Native.Engine.Ops.MatMul.TensorCore;

/// <summary>The ring of stages in shared memory that asynchronous copies fill ahead of the tensor cores.</summary>
internal static class Ring
{
    /// <summary>Stages. Three of 32 KB are what every GPU since sm_80 grants to a group; Hopper holds two groups.</summary>
    public const int Stages = 3;

    /// <summary>Depth of a stage in elements.</summary>
    public const int Depth = 32;

    /// <summary>Bytes of one operand's tile: 128 × 32 floats.</summary>
    public const int TileBytes = 128 * Depth * sizeof(float);

    /// <summary>Bytes of a stage: the left operand's tile, then the right one's.</summary>
    public const int StageBytes = 2 * TileBytes;

    /// <summary>Bytes of all stages.</summary>
    public const int Bytes = Stages * StageBytes;

    /// <summary>Ends the copies of a stage.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Commit() => CudaAsm.Emit("cp.async.commit_group;");

    /// <summary>Waits until the thread's copies have landed, but for those of the last stage begun.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WaitForAllButOne() => CudaAsm.Emit("cp.async.wait_group 1;");

    /// <summary>Waits until all copies of the thread have landed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void WaitForAll() => CudaAsm.Emit("cp.async.wait_group 0;");
}
