using System.Runtime.CompilerServices;
using ILGPU.Runtime.Cuda;

namespace LVW.Native.Engine.Ops.MatMul.TensorCore;

/// <summary>Copies four consecutive floats into the ring of stages, asynchronously; <see cref="WarpTileText.Declare"/> must have named the ring.</summary>
internal interface IQuadCopy
{
    /// <summary>Starts the copy.</summary>
    /// <param name="target">Where to in the ring; a multiple of 16 bytes.</param>
    /// <param name="source">Where from.</param>
    /// <param name="count">How many of the four exist, zero or less for none; the others become zeros and are not read.</param>
    static abstract void Copy(uint target, long source, int count);
}

/// <summary>One copy of 16 bytes: rows must start at multiples of 16 bytes, so that four floats exist together or not at all.</summary>
internal readonly struct WholeCopy : IQuadCopy
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(uint target, long source, int count)
        => CudaAsm.Emit("add.u32 p0,ring,%0; cp.async.cg.shared.global [p0],[%1],16,%2;", target, source, count > 0 ? 16 : 0);
}

/// <summary>Four copies of 4 bytes, for rows of any length.</summary>
internal readonly struct SingleCopies : IQuadCopy
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Copy(uint target, long source, int count)
    {
        CopyOne(target, source, count > 0 ? 4 : 0);
        CopyOne(target + 4, source + 4, count > 1 ? 4 : 0);
        CopyOne(target + 8, source + 8, count > 2 ? 4 : 0);
        CopyOne(target + 12, source + 12, count > 3 ? 4 : 0);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CopyOne(uint target, long source, int bytes)
        => CudaAsm.Emit("add.u32 p0,ring,%0; cp.async.ca.shared.global [p0],[%1],4,%2;", target, source, bytes);
}
