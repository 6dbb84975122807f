using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LVW.Native.Imaging.Jpeg;

/// <summary>
/// The transform of <see cref="InverseDct"/> on eight columns at once: one register per row, transposed between the passes.
/// </summary>
internal static class InverseDctAvx2
{
    /// <summary>Transforms a block; see <see cref="InverseDct.Transform"/>.</summary>
    public static void Transform(ReadOnlySpan<short> block, ReadOnlySpan<ushort> quantization, Span<byte> target, int stride)
    {
        Vector256<int> r0 = Load(block, quantization, 0);
        Vector256<int> r1 = Load(block, quantization, 8);
        Vector256<int> r2 = Load(block, quantization, 16);
        Vector256<int> r3 = Load(block, quantization, 24);
        Vector256<int> r4 = Load(block, quantization, 32);
        Vector256<int> r5 = Load(block, quantization, 40);
        Vector256<int> r6 = Load(block, quantization, 48);
        Vector256<int> r7 = Load(block, quantization, 56);
        Pass(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7, InverseDct.ConstantBits - InverseDct.FirstPassBits);
        Transpose(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Pass(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7, InverseDct.ConstantBits + InverseDct.FirstPassBits + 3);
        Transpose(ref r0, ref r1, ref r2, ref r3, ref r4, ref r5, ref r6, ref r7);
        Store(r0, target);
        Store(r1, target[stride..]);
        Store(r2, target[(2 * stride)..]);
        Store(r3, target[(3 * stride)..]);
        Store(r4, target[(4 * stride)..]);
        Store(r5, target[(5 * stride)..]);
        Store(r6, target[(6 * stride)..]);
        Store(r7, target[(7 * stride)..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Load(ReadOnlySpan<short> block, ReadOnlySpan<ushort> quantization, int at)
    {
        Vector256<int> coefficients = Avx2.ConvertToVector256Int32(Vector128.Create(block.Slice(at, 8)));
        Vector256<int> steps = Avx2.ConvertToVector256Int32(Vector128.Create(quantization.Slice(at, 8)));
        return coefficients * steps;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<int> row, Span<byte> target)
    {
        Vector256<int> shifted = row + Vector256.Create(128);
        Vector128<short> words = Sse2.PackSignedSaturate(shifted.GetLower(), shifted.GetUpper());
        BinaryPrimitives.WriteUInt64LittleEndian(target, Sse2.PackUnsignedSaturate(words, words).AsUInt64().ToScalar());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pass(
        ref Vector256<int> v0, ref Vector256<int> v1, ref Vector256<int> v2, ref Vector256<int> v3,
        ref Vector256<int> v4, ref Vector256<int> v5, ref Vector256<int> v6, ref Vector256<int> v7, int shift)
    {
        Vector256<int> round = Vector256.Create(1 << (shift - 1));

        Vector256<int> common = (v2 + v6) * InverseDct.F0_541196100;
        Vector256<int> even2 = common - (v6 * InverseDct.F1_847759065);
        Vector256<int> even3 = common + (v2 * InverseDct.F0_765366865);
        Vector256<int> even0 = ((v0 + v4) << InverseDct.ConstantBits) + round;
        Vector256<int> even1 = ((v0 - v4) << InverseDct.ConstantBits) + round;
        Vector256<int> a0 = even0 + even3;
        Vector256<int> a3 = even0 - even3;
        Vector256<int> a1 = even1 + even2;
        Vector256<int> a2 = even1 - even2;

        Vector256<int> sum73 = v7 + v3;
        Vector256<int> sum51 = v5 + v1;
        Vector256<int> turn = (sum73 + sum51) * InverseDct.F1_175875602;
        Vector256<int> z1 = (v7 + v1) * -InverseDct.F0_899976223;
        Vector256<int> z2 = (v5 + v3) * -InverseDct.F2_562915447;
        Vector256<int> z3 = (sum73 * -InverseDct.F1_961570560) + turn;
        Vector256<int> z4 = (sum51 * -InverseDct.F0_390180644) + turn;
        Vector256<int> b0 = (v7 * InverseDct.F0_298631336) + z1 + z3;
        Vector256<int> b1 = (v5 * InverseDct.F2_053119869) + z2 + z4;
        Vector256<int> b2 = (v3 * InverseDct.F3_072711026) + z2 + z3;
        Vector256<int> b3 = (v1 * InverseDct.F1_501321110) + z1 + z4;

        v0 = (a0 + b3) >> shift;
        v7 = (a0 - b3) >> shift;
        v1 = (a1 + b2) >> shift;
        v6 = (a1 - b2) >> shift;
        v2 = (a2 + b1) >> shift;
        v5 = (a2 - b1) >> shift;
        v3 = (a3 + b0) >> shift;
        v4 = (a3 - b0) >> shift;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Transpose(
        ref Vector256<int> v0, ref Vector256<int> v1, ref Vector256<int> v2, ref Vector256<int> v3,
        ref Vector256<int> v4, ref Vector256<int> v5, ref Vector256<int> v6, ref Vector256<int> v7)
    {
        Vector256<long> p0 = Avx2.UnpackLow(v0, v1).AsInt64();
        Vector256<long> p1 = Avx2.UnpackHigh(v0, v1).AsInt64();
        Vector256<long> p2 = Avx2.UnpackLow(v2, v3).AsInt64();
        Vector256<long> p3 = Avx2.UnpackHigh(v2, v3).AsInt64();
        Vector256<long> p4 = Avx2.UnpackLow(v4, v5).AsInt64();
        Vector256<long> p5 = Avx2.UnpackHigh(v4, v5).AsInt64();
        Vector256<long> p6 = Avx2.UnpackLow(v6, v7).AsInt64();
        Vector256<long> p7 = Avx2.UnpackHigh(v6, v7).AsInt64();
        Vector256<int> q0 = Avx2.UnpackLow(p0, p2).AsInt32();
        Vector256<int> q1 = Avx2.UnpackHigh(p0, p2).AsInt32();
        Vector256<int> q2 = Avx2.UnpackLow(p1, p3).AsInt32();
        Vector256<int> q3 = Avx2.UnpackHigh(p1, p3).AsInt32();
        Vector256<int> q4 = Avx2.UnpackLow(p4, p6).AsInt32();
        Vector256<int> q5 = Avx2.UnpackHigh(p4, p6).AsInt32();
        Vector256<int> q6 = Avx2.UnpackLow(p5, p7).AsInt32();
        Vector256<int> q7 = Avx2.UnpackHigh(p5, p7).AsInt32();
        v0 = Avx2.Permute2x128(q0, q4, 0x20);
        v1 = Avx2.Permute2x128(q1, q5, 0x20);
        v2 = Avx2.Permute2x128(q2, q6, 0x20);
        v3 = Avx2.Permute2x128(q3, q7, 0x20);
        v4 = Avx2.Permute2x128(q0, q4, 0x31);
        v5 = Avx2.Permute2x128(q1, q5, 0x31);
        v6 = Avx2.Permute2x128(q2, q6, 0x31);
        v7 = Avx2.Permute2x128(q3, q7, 0x31);
    }
}
