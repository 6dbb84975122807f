using System.Runtime.CompilerServices;
using ILGPU.Runtime.Cuda;

namespace LVW.Native.Engine.Ops.MatMul.TensorCore;

/// <summary>The sums of a warp, in registers that only <see cref="WarpTileText"/> names.</summary>
internal static class WarpTile
{
    /// <summary>Names the registers; once in a kernel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Declare() => CudaAsm.Emit(WarpTileText.Declare);

    /// <summary>Sums to zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Clear<TShape>()
        where TShape : struct, ITileShape
    {
        CudaAsm.Emit(WarpTileText.ClearUpper);
        if (TShape.WarpRows == 64) CudaAsm.Emit(WarpTileText.ClearLower);
    }

    /// <summary>Adds the product of the loaded registers, 8 of depth, to the sums.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply<TShape>()
        where TShape : struct, ITileShape
    {
        CudaAsm.Emit(WarpTileText.RoundB);
        CudaAsm.Emit(WarpTileText.RoundAUpper);
        if (TShape.WarpRows == 64) CudaAsm.Emit(WarpTileText.RoundALower);
        CudaAsm.Emit(WarpTileText.MultiplyUpper);
        if (TShape.WarpRows == 64) CudaAsm.Emit(WarpTileText.MultiplyLower);
    }

    /// <summary>Writes the sums to shared memory.</summary>
    /// <param name="corner">Address of the warp's first row and column.</param>
    /// <param name="lineBytes">Bytes of a row there.</param>
    /// <param name="lane">The lane.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TShape>(uint corner, uint lineBytes, int lane)
        where TShape : struct, ITileShape
    {
        uint place = corner + ((uint)(lane >> 2) * lineBytes) + (uint)((lane & 3) * 2 * sizeof(float));
        uint eight = 8 * lineBytes;
        CudaAsm.Emit(WarpTileText.Store0, place, place + eight);
        CudaAsm.Emit(WarpTileText.Store1, place + (2 * eight), place + (3 * eight));
        if (TShape.WarpRows != 64) return;
        CudaAsm.Emit(WarpTileText.Store2, place + (4 * eight), place + (5 * eight));
        CudaAsm.Emit(WarpTileText.Store3, place + (6 * eight), place + (7 * eight));
    }
}
