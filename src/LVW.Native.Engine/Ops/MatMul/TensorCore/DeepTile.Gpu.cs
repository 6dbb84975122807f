using System.Runtime.CompilerServices;
using ILGPU.Runtime.Cuda;

namespace LVW.Native.Engine.Ops.MatMul.TensorCore;

/// <summary>
/// An operand's tile whose depth is contiguous in memory: 32 floats of depth make a line of 128 bytes, one for each row or column. The
/// 8 chunks of 16 bytes in line i stand in the order chunk XOR (i mod 8), so that neither copies nor <c>ldmatrix</c> meet a bank twice.
/// </summary>
internal static class DeepTile
{
    private const int LineBytes = 128;

    /// <summary>Lines between two of a thread's copies.</summary>
    public const int LineStep = 32;

    /// <summary>Bytes between two of a thread's copies.</summary>
    public const int StepBytes = LineStep * LineBytes;

    /// <summary>The line of the thread's first copy.</summary>
    public static int Line(int thread) => thread >> 3;

    /// <summary>The first depth of the thread's copies.</summary>
    public static int Depth(int thread) => (thread & 7) << 2;

    /// <summary>Where in the tile the thread's first copy goes.</summary>
    public static uint Target(int thread) => (uint)((Line(thread) * LineBytes) + (((thread & 7) ^ (Line(thread) & 7)) << 4));

    /// <summary>Where a lane reads the left operand, one place for each 8 of depth.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Fragments Left(int warpLine, int lane) => Places(warpLine + (lane & 15), lane >> 4);

    /// <summary>Where a lane reads the right operand, one place for each 8 of depth.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Fragments Right(int warpLine, int lane) => Places(warpLine + (lane & 7) + ((lane >> 4) << 3), (lane >> 3) & 1);

    /// <summary>Loads the left operand's registers at one of the places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadLeft<TShape>(uint place)
        where TShape : struct, ITileShape
    {
        CudaAsm.Emit(WarpTileText.LoadDeepAUpper, place);
        if (TShape.WarpRows == 64) CudaAsm.Emit(WarpTileText.LoadDeepALower, place);
    }

    /// <summary>Loads the right operand's registers at one of the places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void LoadRight(uint place) => CudaAsm.Emit(WarpTileText.LoadDeepB, place);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Fragments Places(int line, int half)
    {
        int start = line * LineBytes;
        int swap = line & 7;
        return new Fragments
        {
            First = (uint)(start + ((half ^ swap) << 4)),
            Second = (uint)(start + (((2 + half) ^ swap) << 4)),
            Third = (uint)(start + (((4 + half) ^ swap) << 4)),
            Fourth = (uint)(start + (((6 + half) ^ swap) << 4)),
        };
    }
}
