using System.Runtime.CompilerServices;
using LVW.Native.Engine.Lanes;

namespace LVW.Native.Engine.Ops.Convolution.Winograd;

/// <summary>
/// The constants of F(3×3, 3×3): three outputs of a filter of three taps are interpolated at the points ±a, ±b and ∞. With a = 5/16,
/// b = 5/4 the error is 0.6 times that of F(4×4, 3×3), and 0.6 times the best with 0 among the points; both and their squares are exact floats.
/// </summary>
internal static class TilePoints3
{
    public const float A = 0.3125f;
    public const float B = 1.25f;
    public const float A2 = A * A;
    public const float B2 = B * B;

    // The weights of the points in the filter's transform: 1 / (2 a (a² − b²)), and with a and b exchanged.
    public const float AtA = (float)(1 / (2.0 * A * (A2 - B2)));
    public const float AtB = (float)(1 / (2.0 * B * (B2 - A2)));
}

/// <summary>Five pixels of the input to five points: Bᵀ.</summary>
internal readonly struct InputLine3 : ITileLine
{
    public static int From => 5;

    public static int To => 5;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T>(T x0, T x1, T x2, T x3, T x4, T x5, out T y0, out T y1, out T y2, out T y3, out T y4, out T y5)
        where T : struct, ICpuLane<T>
    {
        T product = T.Constant(TilePoints3.A2 * TilePoints3.B2), sum = T.Constant(-(TilePoints3.A2 + TilePoints3.B2));
        T a = T.Constant(TilePoints3.A), b = T.Constant(TilePoints3.B);
        T minusA2 = T.Constant(-TilePoints3.A2), minusB2 = T.Constant(-TilePoints3.B2);
        T evenA = T.MultiplyAdd(x0, minusB2, x2) * a, oddA = T.MultiplyAdd(x1, minusB2, x3);
        T evenB = T.MultiplyAdd(x0, minusA2, x2) * b, oddB = T.MultiplyAdd(x1, minusA2, x3);
        y0 = evenA + oddA;
        y1 = evenA - oddA;
        y2 = evenB + oddB;
        y3 = evenB - oddB;
        y4 = y5 = T.MultiplyAdd(x0, product, T.MultiplyAdd(x2, sum, x4));
    }
}

/// <summary>Five points to three outputs: Aᵀ.</summary>
internal readonly struct OutputLine3 : ITileLine
{
    public static int From => 5;

    public static int To => 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T>(T x0, T x1, T x2, T x3, T x4, T x5, out T y0, out T y1, out T y2, out T y3, out T y4, out T y5)
        where T : struct, ICpuLane<T>
    {
        T evenA = x0 + x1, oddA = x0 - x1, evenB = x2 + x3, oddB = x2 - x3;
        y0 = evenA + evenB;
        y1 = T.MultiplyAdd(oddB, T.Constant(TilePoints3.B), oddA * T.Constant(TilePoints3.A));
        y2 = T.MultiplyAdd(evenB, T.Constant(TilePoints3.B2), T.MultiplyAdd(evenA, T.Constant(TilePoints3.A2), x4));
        y3 = y4 = y5 = x4;
    }
}

/// <summary>Three taps of a filter to five points: G.</summary>
internal readonly struct FilterLine3 : ITileLine
{
    public static int From => 3;

    public static int To => 5;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T>(T x0, T x1, T x2, T x3, T x4, T x5, out T y0, out T y1, out T y2, out T y3, out T y4, out T y5)
        where T : struct, ICpuLane<T>
    {
        T evenA = T.MultiplyAdd(x2, T.Constant(TilePoints3.AtA * TilePoints3.A2), x0 * T.Constant(TilePoints3.AtA));
        T oddA = x1 * T.Constant(TilePoints3.AtA * TilePoints3.A);
        T evenB = T.MultiplyAdd(x2, T.Constant(TilePoints3.AtB * TilePoints3.B2), x0 * T.Constant(TilePoints3.AtB));
        T oddB = x1 * T.Constant(TilePoints3.AtB * TilePoints3.B);
        y0 = evenA + oddA;
        y1 = evenA - oddA;
        y2 = evenB + oddB;
        y3 = evenB - oddB;
        y4 = y5 = x2;
    }
}

/// <summary>Three gradients of outputs to five points: the adjoint of <see cref="OutputLine3"/>.</summary>
internal readonly struct OutputGradientLine3 : ITileLine
{
    public static int From => 3;

    public static int To => 5;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T>(T x0, T x1, T x2, T x3, T x4, T x5, out T y0, out T y1, out T y2, out T y3, out T y4, out T y5)
        where T : struct, ICpuLane<T>
    {
        T evenA = T.MultiplyAdd(x2, T.Constant(TilePoints3.A2), x0), oddA = x1 * T.Constant(TilePoints3.A);
        T evenB = T.MultiplyAdd(x2, T.Constant(TilePoints3.B2), x0), oddB = x1 * T.Constant(TilePoints3.B);
        y0 = evenA + oddA;
        y1 = evenA - oddA;
        y2 = evenB + oddB;
        y3 = evenB - oddB;
        y4 = y5 = x2;
    }
}

/// <summary>Five points to the gradients of three taps: the adjoint of <see cref="FilterLine3"/>.</summary>
internal readonly struct FilterGradientLine3 : ITileLine
{
    public static int From => 5;

    public static int To => 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T>(T x0, T x1, T x2, T x3, T x4, T x5, out T y0, out T y1, out T y2, out T y3, out T y4, out T y5)
        where T : struct, ICpuLane<T>
    {
        T evenA = x0 + x1, oddA = x0 - x1, evenB = x2 + x3, oddB = x2 - x3;
        y0 = T.MultiplyAdd(evenA, T.Constant(TilePoints3.AtA), evenB * T.Constant(TilePoints3.AtB));
        y1 = T.MultiplyAdd(oddA, T.Constant(TilePoints3.AtA * TilePoints3.A), oddB * T.Constant(TilePoints3.AtB * TilePoints3.B));
        y2 = T.MultiplyAdd(
            evenA, T.Constant(TilePoints3.AtA * TilePoints3.A2), T.MultiplyAdd(evenB, T.Constant(TilePoints3.AtB * TilePoints3.B2), x4));
        y3 = y4 = y5 = x4;
    }
}
