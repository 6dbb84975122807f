using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LVW.Native.Imaging.Resampling;

/// <summary>The pass along columns of bytes.</summary>
/// <remarks>
/// <c>y[o, i] = clamp((2^21 + Σ_t w[o, t] · x[first[o] + t, i]) &gt;&gt; 22)</c>.
/// A block of 32 columns keeps its sums in registers while it walks down the taps, two rows at a time: their bytes are interleaved,
/// widened to 16-bit lanes and multiplied-added with the high and the low part of the two rows' weights.
/// </remarks>
internal static class VerticalPass
{
    private const int Block = 32;

    /// <summary>Resizes columns; the first row of <paramref name="source"/> is row <paramref name="sourceStart"/> of the picture.</summary>
    public static void Run(
        ReadOnlySpan<byte> source, int sourceStart, int rowBytes, FixedWeights weights, Span<byte> target, bool vectorized)
    {
        AxisWeights axis = weights.Axis;
        for (int o = 0; o < axis.OutputSize; o++)
        {
            int length = axis.Length[o];
            ReadOnlySpan<byte> rows = source.Slice((axis.First[o] - sourceStart) * rowBytes, length * rowBytes);
            ReadOnlySpan<int> w = weights.Values.AsSpan(o * weights.Stride, length);
            Span<byte> result = target.Slice(o * rowBytes, rowBytes);
            if (vectorized && Avx2.IsSupported && rowBytes >= Block)
            {
                int x = 0;
                for (; x <= rowBytes - Block; x += Block) BlockAvx2(rows[x..], rowBytes, w, result.Slice(x, Block));
                if (x < rowBytes) BlockAvx2(rows[(rowBytes - Block)..], rowBytes, w, result[(rowBytes - Block)..]);
            }
            else
            {
                RowScalar(rows, w, result);
            }
        }
    }

    private static void RowScalar(ReadOnlySpan<byte> rows, ReadOnlySpan<int> w, Span<byte> result)
    {
        for (int x = 0; x < result.Length; x++)
        {
            int sum = FixedWeights.Half;
            for (int t = 0; t < w.Length; t++) sum += rows[(t * result.Length) + x] * w[t];
            result[x] = FixedWeights.ToByte(sum);
        }
    }

    private static void BlockAvx2(ReadOnlySpan<byte> rows, int stride, ReadOnlySpan<int> w, Span<byte> result)
    {
        Vector256<byte> zero = Vector256<byte>.Zero;
        Vector256<int> half = Vector256.Create(FixedWeights.Half);
        Vector256<int> high0 = Vector256<int>.Zero, high1 = high0, high2 = high0, high3 = high0;
        Vector256<int> low0 = half, low1 = half, low2 = half, low3 = half;
        int at = 0;
        for (int t = 0; t < w.Length; t += 2)
        {
            Vector256<byte> a = Vector256.Create(rows.Slice(at, Block));
            Vector256<byte> b = zero;
            int w1 = 0;
            if (t + 1 < w.Length)
            {
                b = Vector256.Create(rows.Slice(at + stride, Block));
                w1 = w[t + 1];
            }

            at += 2 * stride;
            Vector256<short> high = Vector256.Create(FixedWeights.HighPair(w[t], w1)).AsInt16();
            Vector256<short> low = Vector256.Create(FixedWeights.LowPair(w[t], w1)).AsInt16();
            Vector256<byte> lower = Avx2.UnpackLow(a, b);
            Vector256<byte> upper = Avx2.UnpackHigh(a, b);
            Vector256<short> x0 = Avx2.UnpackLow(lower, zero).AsInt16();
            Vector256<short> x1 = Avx2.UnpackHigh(lower, zero).AsInt16();
            Vector256<short> x2 = Avx2.UnpackLow(upper, zero).AsInt16();
            Vector256<short> x3 = Avx2.UnpackHigh(upper, zero).AsInt16();
            high0 += Avx2.MultiplyAddAdjacent(x0, high);
            high1 += Avx2.MultiplyAddAdjacent(x1, high);
            high2 += Avx2.MultiplyAddAdjacent(x2, high);
            high3 += Avx2.MultiplyAddAdjacent(x3, high);
            low0 += Avx2.MultiplyAddAdjacent(x0, low);
            low1 += Avx2.MultiplyAddAdjacent(x1, low);
            low2 += Avx2.MultiplyAddAdjacent(x2, low);
            low3 += Avx2.MultiplyAddAdjacent(x3, low);
        }

        Vector256<short> words0 = Avx2.PackSignedSaturate(Sum(high0, low0), Sum(high1, low1));
        Vector256<short> words1 = Avx2.PackSignedSaturate(Sum(high2, low2), Sum(high3, low3));
        Avx2.PackUnsignedSaturate(words0, words1).CopyTo(result);
    }

    private static Vector256<int> Sum(Vector256<int> high, Vector256<int> low)
        => ((high << FixedWeights.LowBits) + low) >> FixedWeights.Precision;
}
