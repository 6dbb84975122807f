using System.Runtime.CompilerServices;
using ILGPU.Runtime.Cuda;

namespace LVW.Native.Engine.Ops.MatMul.TensorCore;

/// <summary>
/// An operand's tile whose rows or columns are contiguous in memory: 128 (or 64) of them make a line of 512 bytes, one for each depth.
/// The chunks of 16 bytes in line k stand in the order chunk XOR 2·(k mod 4), so that a warp's loads, 8 in a row at 4 depths, meet no
/// bank twice.
/// </summary>
internal static class WideTile
{
    private const int LineBytes = 512;
    private const int StepOfEightBytes = 8 * LineBytes;

    /// <summary>Depths between two of a thread's copies.</summary>
    public static int LineStep(int size) => 1024 / size;

    /// <summary>Bytes between two of a thread's copies.</summary>
    public static int StepBytes(int size) => LineStep(size) * LineBytes;

    /// <summary>The depth of the thread's first copy.</summary>
    public static int Line(int thread, int size) => thread / (size / 4);

    /// <summary>The first row or column of the thread's copies.</summary>
    public static int Place(int thread, int size) => (thread & ((size / 4) - 1)) << 2;

    /// <summary>Where in the tile the thread's first copy goes.</summary>
    public static uint Target(int thread, int size)
    {
        int line = Line(thread, size);
        return (uint)((line * LineBytes) + (((Place(thread, size) >> 2) ^ ((line & 3) << 1)) << 4));
    }

    /// <summary>Where a lane reads an operand at depth 0, one place for each 8 rows or columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Fragments Places(int warpPlace, int lane)
    {
        int depth = lane & 3;
        int start = (depth * LineBytes) + ((warpPlace + (lane >> 2)) * sizeof(float));
        return new Fragments
        {
            First = (uint)(start + (depth << 5)),
            Second = (uint)(start + ((1 ^ depth) << 5)),
            Third = (uint)(start + ((2 ^ depth) << 5)),
            Fourth = (uint)(start + ((3 ^ depth) << 5)),
        };
    }

    /// <summary>Loads the left operand's registers at the given eighth of depth.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadLeft<TShape>(Fragments places, uint tile, int eighth)
        where TShape : struct, ITileShape
    {
        uint line = tile + (uint)(eighth * StepOfEightBytes);
        CudaAsm.Emit(WarpTileText.LoadWideAUpper, line + places.First, line + places.Second, line + places.Third, line + places.Fourth);
        if (TShape.WarpRows == 64)
        {
            CudaAsm.Emit(WarpTileText.LoadWideALower, line + places.First, line + places.Second, line + places.Third, line + places.Fourth);
        }
    }

    /// <summary>Loads the right operand's registers at the given eighth of depth.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadRight(Fragments places, uint tile, int eighth)
    {
        uint line = tile + (uint)(eighth * StepOfEightBytes);
        CudaAsm.Emit(WarpTileText.LoadWideB, line + places.First, line + places.Second, line + places.Third, line + places.Fourth);
    }
}
