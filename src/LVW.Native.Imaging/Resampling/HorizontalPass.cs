using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LVW.Native.Imaging.Resampling;

/// <summary>The pass along rows of RGB bytes.</summary>
/// <remarks>
/// <c>y[r, o, c] = clamp((2^21 + Σ_t w[o, t] · x[r, first[o] + t, c]) &gt;&gt; 22)</c>.
/// Four taps at a time: one 16-byte load holds four pixels, a shuffle pairs equal channels of neighbouring pixels as 16-bit lanes
/// (taps 0 and 1 in the lower half, 2 and 3 in the upper), and two multiply-adds apply the high and the low part of the weights.
/// </remarks>
internal static class HorizontalPass
{
    private const int Group = 4;
    private const int LanesPerGroup = 32;

    /// <summary>Resizes <paramref name="rows"/> rows of <paramref name="width"/> pixels that start at <paramref name="source"/>.</summary>
    public static void Run(ReadOnlySpan<byte> source, int width, int rows, FixedWeights weights, Span<byte> target, bool vectorized)
    {
        int outWidth = weights.Axis.OutputSize;
        int rowBytes = width * 3;
        if (!vectorized || !Avx2.IsSupported)
        {
            for (int y = 0; y < rows; y++)
            {
                RowScalar(source.Slice(y * rowBytes, rowBytes), weights, target.Slice(y * outWidth * 3, outWidth * 3));
            }

            return;
        }

        short[] lanes = Expand(weights);
        int reach = Reach(weights);
        byte[]? padded = null;
        for (int y = 0; y < rows; y++)
        {
            ReadOnlySpan<byte> row = source[(y * rowBytes)..];

            // Loads run past the row's end under zero weights; only behind the last rows is there nothing to read.
            if (row.Length < reach)
            {
                padded ??= new byte[reach];
                row[..rowBytes].CopyTo(padded);
                row = padded;
            }

            RowAvx2(row, weights.Axis.First, lanes, weights.Stride / Group, target.Slice(y * outWidth * 3, outWidth * 3));
        }
    }

    private static void RowScalar(ReadOnlySpan<byte> row, FixedWeights weights, Span<byte> target)
    {
        for (int o = 0; o < weights.Axis.OutputSize; o++)
        {
            int length = weights.Axis.Length[o];
            ReadOnlySpan<int> w = weights.Values.AsSpan(o * weights.Stride, length);
            ReadOnlySpan<byte> x = row.Slice(weights.Axis.First[o] * 3, length * 3);
            int r = FixedWeights.Half;
            int g = FixedWeights.Half;
            int b = FixedWeights.Half;
            for (int t = 0; t < w.Length; t++)
            {
                r += x[3 * t] * w[t];
                g += x[(3 * t) + 1] * w[t];
                b += x[(3 * t) + 2] * w[t];
            }

            target[3 * o] = FixedWeights.ToByte(r);
            target[(3 * o) + 1] = FixedWeights.ToByte(g);
            target[(3 * o) + 2] = FixedWeights.ToByte(b);
        }
    }

    private static void RowAvx2(ReadOnlySpan<byte> row, ReadOnlySpan<int> first, ReadOnlySpan<short> lanes, int groups, Span<byte> target)
    {
        const byte z = 0x80;
        Vector256<byte> pair = Vector256.Create(
            0, z, 3, z, 1, z, 4, z, 2, z, 5, z, z, z, z, z,
            6, z, 9, z, 7, z, 10, z, 8, z, 11, z, z, z, z, z);
        Vector128<int> half = Vector128.Create(FixedWeights.Half);
        int at = 0;
        for (int o = 0; o < first.Length; o++)
        {
            Vector256<int> high = Vector256<int>.Zero;
            Vector256<int> low = Vector256<int>.Zero;
            int pixel = first[o] * 3;
            for (int g = 0; g < groups; g++, pixel += Group * 3, at += LanesPerGroup)
            {
                Vector128<byte> four = Vector128.Create(row.Slice(pixel, 16));
                Vector256<short> x = Avx2.Shuffle(Vector256.Create(four, four), pair).AsInt16();
                high += Avx2.MultiplyAddAdjacent(x, Vector256.Create(lanes.Slice(at, 16)));
                low += Avx2.MultiplyAddAdjacent(x, Vector256.Create(lanes.Slice(at + 16, 16)));
            }

            Vector256<int> sums = (high << FixedWeights.LowBits) + low;
            Vector128<int> sum = (sums.GetLower() + sums.GetUpper() + half) >> FixedWeights.Precision;
            Vector128<short> words = Sse2.PackSignedSaturate(sum, sum);
            int rgb = Sse2.PackUnsignedSaturate(words, words).AsInt32().ToScalar();
            Span<byte> result = target.Slice(3 * o, 3);
            result[0] = (byte)rgb;
            result[1] = (byte)(rgb >> 8);
            result[2] = (byte)(rgb >> 16);
        }
    }

    // Per result and group of taps: 16 lanes of high parts, then 16 of low parts, in the order in which the shuffle lays the pixels.
    private static short[] Expand(FixedWeights weights)
    {
        var lanes = new short[checked(weights.Values.Length / Group * LanesPerGroup)];
        Span<int> pairs = MemoryMarshal.Cast<short, int>(lanes.AsSpan());
        for (int i = 0, at = 0; i < weights.Values.Length; i += Group, at += LanesPerGroup / 2)
        {
            ReadOnlySpan<int> w = weights.Values.AsSpan(i, Group);
            pairs.Slice(at, 4).Fill(FixedWeights.HighPair(w[0], w[1]));
            pairs.Slice(at + 4, 4).Fill(FixedWeights.HighPair(w[2], w[3]));
            pairs.Slice(at + 8, 4).Fill(FixedWeights.LowPair(w[0], w[1]));
            pairs.Slice(at + 12, 4).Fill(FixedWeights.LowPair(w[2], w[3]));
        }

        return lanes;
    }

    // Bytes from the start of a row that the loads of its last result touch.
    private static int Reach(FixedWeights weights)
    {
        int last = 0;
        foreach (int first in weights.Axis.First) last = Math.Max(last, first);
        return ((last + weights.Stride) * 3) + 4;
    }
}
