using System.Runtime.Intrinsics.X86;

namespace LVW.Native.Imaging.Jpeg;

/// <summary>
/// The inverse transform of an 8×8 block: libjpeg's "islow" integer method (Loeffler, Ligtenberg and Moschytz 1989), bit for bit.
/// </summary>
/// <remarks>
/// Two one-dimensional passes with constants of 13 fraction bits; the first keeps two extra bits. Samples are level-shifted by 128 and
/// clamped.
/// </remarks>
internal static class InverseDct
{
    internal const int ConstantBits = 13;
    internal const int FirstPassBits = 2;

    // round(c · 2^13).
    internal const int F0_298631336 = 2446;
    internal const int F0_390180644 = 3196;
    internal const int F0_541196100 = 4433;
    internal const int F0_765366865 = 6270;
    internal const int F0_899976223 = 7373;
    internal const int F1_175875602 = 9633;
    internal const int F1_501321110 = 12299;
    internal const int F1_847759065 = 15137;
    internal const int F1_961570560 = 16069;
    internal const int F2_053119869 = 16819;
    internal const int F2_562915447 = 20995;
    internal const int F3_072711026 = 25172;

    /// <summary>Transforms a block whose AC coefficients are all zero: what <see cref="Transform"/> gives, sooner.</summary>
    public static void WriteConstant(short dc, ushort[] quantization, Span<byte> target, int stride)
    {
        int level = ((((dc * quantization[0]) << FirstPassBits) + (1 << (FirstPassBits + 2))) >> (FirstPassBits + 3)) + 128;
        byte value = (byte)Math.Clamp(level, 0, 255);
        for (int y = 0; y < 8; y++) target.Slice(y * stride, 8).Fill(value);
    }

    /// <summary>Transforms a block.</summary>
    /// <param name="block">64 coefficients, row-major.</param>
    /// <param name="quantization">64 step sizes, row-major.</param>
    /// <param name="target">Receives 8 rows of 8 samples.</param>
    /// <param name="stride">Bytes from one row to the next.</param>
    public static void Transform(ReadOnlySpan<short> block, ReadOnlySpan<ushort> quantization, Span<byte> target, int stride)
    {
        if (Avx2.IsSupported) InverseDctAvx2.Transform(block, quantization, target, stride);
        else TransformScalar(block, quantization, target, stride);
    }

    /// <summary>The transform without SIMD.</summary>
    internal static void TransformScalar(ReadOnlySpan<short> block, ReadOnlySpan<ushort> quantization, Span<byte> target, int stride)
    {
        Span<int> work = stackalloc int[64];
        for (int i = 0; i < 64; i++) work[i] = block[i] * quantization[i];
        for (int x = 0; x < 8; x++) Pass(work[x..], 8, ConstantBits - FirstPassBits);
        for (int y = 0; y < 8; y++)
        {
            Pass(work[(y * 8)..], 1, ConstantBits + FirstPassBits + 3);
            for (int x = 0; x < 8; x++) target[(y * stride) + x] = (byte)Math.Clamp(work[(y * 8) + x] + 128, 0, 255);
        }
    }

    private static void Pass(Span<int> v, int step, int shift)
    {
        int v0 = v[0], v1 = v[step], v2 = v[2 * step], v3 = v[3 * step];
        int v4 = v[4 * step], v5 = v[5 * step], v6 = v[6 * step], v7 = v[7 * step];
        int round = 1 << (shift - 1);

        int common = (v2 + v6) * F0_541196100;
        int even2 = common - (v6 * F1_847759065);
        int even3 = common + (v2 * F0_765366865);
        int even0 = (v0 + v4) << ConstantBits;
        int even1 = (v0 - v4) << ConstantBits;
        int a0 = even0 + even3 + round, a3 = even0 - even3 + round, a1 = even1 + even2 + round, a2 = even1 - even2 + round;

        int turn = (v7 + v3 + v5 + v1) * F1_175875602;
        int z1 = (v7 + v1) * -F0_899976223;
        int z2 = (v5 + v3) * -F2_562915447;
        int z3 = ((v7 + v3) * -F1_961570560) + turn;
        int z4 = ((v5 + v1) * -F0_390180644) + turn;
        int b0 = (v7 * F0_298631336) + z1 + z3;
        int b1 = (v5 * F2_053119869) + z2 + z4;
        int b2 = (v3 * F3_072711026) + z2 + z3;
        int b3 = (v1 * F1_501321110) + z1 + z4;

        v[0] = (a0 + b3) >> shift;
        v[7 * step] = (a0 - b3) >> shift;
        v[step] = (a1 + b2) >> shift;
        v[6 * step] = (a1 - b2) >> shift;
        v[2 * step] = (a2 + b1) >> shift;
        v[5 * step] = (a2 - b1) >> shift;
        v[3 * step] = (a3 + b0) >> shift;
        v[4 * step] = (a3 - b0) >> shift;
    }
}
