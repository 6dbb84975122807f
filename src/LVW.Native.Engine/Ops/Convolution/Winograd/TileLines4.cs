using System.Runtime.CompilerServices;
using LVW.Native.Engine.Lanes;

namespace LVW.Native.Engine.Ops.Convolution.Winograd;

/// <summary>
/// The constants of F(4×4, 3×3) (Winograd, 1980; Lavin and Gray, 2016): four outputs of a filter of three taps are interpolated at the
/// points 0, ±a, ±b and ∞. With a = 5/8, b = 3/2 the error is half that of the usual ±1, ±2; both and their squares are exact floats.
/// </summary>
internal static class TilePoints4
{
    public const float A = 0.625f;
    public const float B = 1.5f;
    public const float A2 = A * A;
    public const float B2 = B * B;
    public const float A3 = A2 * A;
    public const float B3 = B2 * B;

    // The weights of the points in the filter's transform: 1 / (2 a² (a² − b²)), and with a and b exchanged.
    public const float AtA = (float)(1 / (2.0 * A2 * (A2 - B2)));
    public const float AtB = (float)(1 / (2.0 * B2 * (B2 - A2)));
    public const float AtZero = (float)(1 / ((double)A2 * B2));
}

/// <summary>Six pixels of the input to six points: Bᵀ.</summary>
internal readonly struct InputLine4 : ITileLine
{
    public static int From => 6;

    public static int To => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T>(T x0, T x1, T x2, T x3, T x4, T x5, out T y0, out T y1, out T y2, out T y3, out T y4, out T y5)
        where T : struct, ICpuLane<T>
    {
        T product = T.Constant(TilePoints4.A2 * TilePoints4.B2), sum = T.Constant(-(TilePoints4.A2 + TilePoints4.B2));
        T a = T.Constant(TilePoints4.A), b = T.Constant(TilePoints4.B), minusA2 = T.Constant(-TilePoints4.A2), minusB2 = T.Constant(-TilePoints4.B2);
        T evenA = T.MultiplyAdd(x2, minusB2, x4), oddA = T.MultiplyAdd(x1, minusB2, x3) * a;
        T evenB = T.MultiplyAdd(x2, minusA2, x4), oddB = T.MultiplyAdd(x1, minusA2, x3) * b;
        y0 = T.MultiplyAdd(x0, product, T.MultiplyAdd(x2, sum, x4));
        y1 = evenA + oddA;
        y2 = evenA - oddA;
        y3 = evenB + oddB;
        y4 = evenB - oddB;
        y5 = T.MultiplyAdd(x1, product, T.MultiplyAdd(x3, sum, x5));
    }
}

/// <summary>Six points to four outputs: Aᵀ.</summary>
internal readonly struct OutputLine4 : ITileLine
{
    public static int From => 6;

    public static int To => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T>(T x0, T x1, T x2, T x3, T x4, T x5, out T y0, out T y1, out T y2, out T y3, out T y4, out T y5)
        where T : struct, ICpuLane<T>
    {
        T evenA = x1 + x2, oddA = x1 - x2, evenB = x3 + x4, oddB = x3 - x4;
        y0 = x0 + evenA + evenB;
        y1 = T.MultiplyAdd(oddB, T.Constant(TilePoints4.B), oddA * T.Constant(TilePoints4.A));
        y2 = T.MultiplyAdd(evenB, T.Constant(TilePoints4.B2), evenA * T.Constant(TilePoints4.A2));
        y3 = T.MultiplyAdd(oddB, T.Constant(TilePoints4.B3), T.MultiplyAdd(oddA, T.Constant(TilePoints4.A3), x5));
        y4 = y5 = x5;
    }
}

/// <summary>Three taps of a filter to six points: G.</summary>
internal readonly struct FilterLine4 : ITileLine
{
    public static int From => 3;

    public static int To => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T>(T x0, T x1, T x2, T x3, T x4, T x5, out T y0, out T y1, out T y2, out T y3, out T y4, out T y5)
        where T : struct, ICpuLane<T>
    {
        T evenA = T.MultiplyAdd(x2, T.Constant(TilePoints4.AtA * TilePoints4.A2), x0 * T.Constant(TilePoints4.AtA));
        T oddA = x1 * T.Constant(TilePoints4.AtA * TilePoints4.A);
        T evenB = T.MultiplyAdd(x2, T.Constant(TilePoints4.AtB * TilePoints4.B2), x0 * T.Constant(TilePoints4.AtB));
        T oddB = x1 * T.Constant(TilePoints4.AtB * TilePoints4.B);
        y0 = x0 * T.Constant(TilePoints4.AtZero);
        y1 = evenA + oddA;
        y2 = evenA - oddA;
        y3 = evenB + oddB;
        y4 = evenB - oddB;
        y5 = x2;
    }
}

/// <summary>Four gradients of outputs to six points: the adjoint of <see cref="OutputLine4"/>.</summary>
internal readonly struct OutputGradientLine4 : ITileLine
{
    public static int From => 4;

    public static int To => 6;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T>(T x0, T x1, T x2, T x3, T x4, T x5, out T y0, out T y1, out T y2, out T y3, out T y4, out T y5)
        where T : struct, ICpuLane<T>
    {
        T evenA = T.MultiplyAdd(x2, T.Constant(TilePoints4.A2), x0);
        T oddA = T.MultiplyAdd(x3, T.Constant(TilePoints4.A3), x1 * T.Constant(TilePoints4.A));
        T evenB = T.MultiplyAdd(x2, T.Constant(TilePoints4.B2), x0);
        T oddB = T.MultiplyAdd(x3, T.Constant(TilePoints4.B3), x1 * T.Constant(TilePoints4.B));
        y0 = x0;
        y1 = evenA + oddA;
        y2 = evenA - oddA;
        y3 = evenB + oddB;
        y4 = evenB - oddB;
        y5 = x3;
    }
}

/// <summary>Six points to the gradients of three taps: the adjoint of <see cref="FilterLine4"/>.</summary>
internal readonly struct FilterGradientLine4 : ITileLine
{
    public static int From => 6;

    public static int To => 3;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Apply<T>(T x0, T x1, T x2, T x3, T x4, T x5, out T y0, out T y1, out T y2, out T y3, out T y4, out T y5)
        where T : struct, ICpuLane<T>
    {
        T evenA = x1 + x2, oddA = x1 - x2, evenB = x3 + x4, oddB = x3 - x4;
        T atA = T.Constant(TilePoints4.AtA), atB = T.Constant(TilePoints4.AtB);
        y0 = T.MultiplyAdd(x0, T.Constant(TilePoints4.AtZero), T.MultiplyAdd(evenA, atA, evenB * atB));
        y1 = T.MultiplyAdd(oddA, T.Constant(TilePoints4.AtA * TilePoints4.A), oddB * T.Constant(TilePoints4.AtB * TilePoints4.B));
        y2 = T.MultiplyAdd(
            evenA, T.Constant(TilePoints4.AtA * TilePoints4.A2), T.MultiplyAdd(evenB, T.Constant(TilePoints4.AtB * TilePoints4.B2), x5));
        y3 = y4 = y5 = x5;
    }
}
