using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LVW.Native.Engine.Ops.MatMul;

/// <summary>Transposes a run of eight columns, eight values of each at a time.</summary>
internal static unsafe class Transposition
{
    private const int Side = 8;

    /// <summary>Whether the processor can.</summary>
    public static bool IsSupported => Avx.IsSupported;

    // target[d · padded + j] = source[j · stride + d] for eight j and every d below `depth`, a multiple of eight.
    // Halves of two columns are loaded into one vector, so that only pairs within halves remain to be exchanged: 16 shuffles for 64 values.
    public static void EightColumns(float* source, nint stride, int depth, float* target, nint padded)
    {
        for (int d = 0; d < depth; d += Side, source += Side, target += Side * padded)
        {
            Half(source, stride, target, padded);
            Half(source + (Side / 2), stride, target + (Side / 2 * padded), padded);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Half(float* source, nint stride, float* target, nint padded)
    {
        Vector256<float> a = Pair(source, stride), b = Pair(source + stride, stride);
        Vector256<float> c = Pair(source + (2 * stride), stride), e = Pair(source + (3 * stride), stride);
        Vector256<double> abLow = Avx.UnpackLow(a, b).AsDouble(), abHigh = Avx.UnpackHigh(a, b).AsDouble();
        Vector256<double> ceLow = Avx.UnpackLow(c, e).AsDouble(), ceHigh = Avx.UnpackHigh(c, e).AsDouble();
        Avx.UnpackLow(abLow, ceLow).AsSingle().Store(target);
        Avx.UnpackHigh(abLow, ceLow).AsSingle().Store(target + padded);
        Avx.UnpackLow(abHigh, ceHigh).AsSingle().Store(target + (2 * padded));
        Avx.UnpackHigh(abHigh, ceHigh).AsSingle().Store(target + (3 * padded));
    }

    // Four values of a column, and of the column four further.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Pair(float* source, nint stride)
        => Vector256.Create(Vector128.Load(source), Vector128.Load(source + (4 * stride)));
}
