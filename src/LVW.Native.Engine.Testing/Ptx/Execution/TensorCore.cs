using System.Runtime.Intrinsics;

namespace LVW.Native.Engine.Testing.Ptx.Execution;

/// <summary>
/// Matrix products and matrix loads of a warp. Layouts are those of the PTX ISA, with g = lane / 4 and t = lane mod 4. Products are exact;
/// they are added to the accumulator in single precision, in the order of k (hardware's order and rounding are its own).
/// </summary>
internal static unsafe class TensorCore
{
    // The registers of an instruction's fragments within its list: d, a, b, c.
    private const int D = 0;
    private const int A = 4;
    private const int B = 8;
    private const int C = 10;

    /// <summary>mma.m16n8k8, tf32: the operands' low 13 bits are ignored. a1 lies 8 rows below a0, a2 and a3 lie 4 columns to the right.</summary>
    public static void MultiplyTensorFloat(Warp warp, in Instruction i, uint mask)
    {
        float* a = stackalloc float[16 * 8];
        float* b = stackalloc float[8 * 8];
        Vector128<uint> kept = Vector128.Create(0xFFFFE000u);
        for (int q = 0; q < 4; q++)
        {
            uint* register = Slot(warp, i.List[A + q]);
            float* corner = a + (8 * 8 * (q & 1)) + (4 * (q >> 1));
            for (int g = 0; g < 8; g++) (Vector128.Load(register + (4 * g)) & kept).Store((uint*)(corner + (8 * g)));
        }

        for (int q = 0; q < 2; q++)
        {
            uint* register = Slot(warp, i.List[B + q]);
            for (int l = 0; l < 32; l++) b[Element((l & 3) + (4 * q), l >> 2)] = BitConverter.UInt32BitsToSingle(register[l] & 0xFFFFE000);
        }

        Multiply(warp, in i, a, b, k: 8);
    }

    /// <summary>
    /// mma.m16n8k16, bf16: a register holds two neighbours along k, the first in its low half. a1 lies 8 rows below a0, a2 and a3 lie 8 columns
    /// to the right.
    /// </summary>
    public static void MultiplyBFloat(Warp warp, in Instruction i, uint mask)
    {
        float* a = stackalloc float[16 * 16];
        float* b = stackalloc float[16 * 8];
        for (int q = 0; q < 4; q++)
        {
            uint* register = Slot(warp, i.List[A + q]);
            float* corner = a + (8 * 16 * (q & 1)) + (8 * (q >> 1));
            for (int l = 0; l < 32; l++)
            {
                float* element = corner + ((l >> 2) * 16) + (2 * (l & 3));
                element[0] = BFloatToSingle.Invoke(register[l]);
                element[1] = BFloatToSingle.Invoke(register[l] >> 16);
            }
        }

        for (int q = 0; q < 2; q++)
        {
            uint* register = Slot(warp, i.List[B + q]);
            for (int l = 0; l < 32; l++)
            {
                int k = (2 * (l & 3)) + (8 * q);
                b[Element(k, l >> 2)] = BFloatToSingle.Invoke(register[l]);
                b[Element(k + 1, l >> 2)] = BFloatToSingle.Invoke(register[l] >> 16);
            }
        }

        Multiply(warp, in i, a, b, k: 16);
    }

    /// <summary>
    /// ldmatrix: lane 8·m + r gives the address of row r of matrix m (8 elements of 16 bits); lane l gets elements 2t and 2t + 1 of row g,
    /// or, transposed, of column g. List holds a register for each matrix; E is 1 where transposed.
    /// </summary>
    public static void LoadMatrix<TAddress>(Warp warp, in Instruction i, uint mask)
        where TAddress : unmanaged, System.Numerics.IBinaryInteger<TAddress>
    {
        var address = (TAddress*)(warp.Registers + i.A);
        ushort** rows = stackalloc ushort*[32];
        for (int l = 0; l < 8 * i.List.Length; l++)
        {
            rows[l] = (ushort*)warp.Launch.Shared.Access(warp, l, ulong.CreateTruncating(address[l]) + i.Offset, 16, AccessKind.Read);
        }

        for (int m = 0; m < i.List.Length; m++)
        {
            uint* d = Slot(warp, i.List[m]);
            ushort** matrix = rows + (8 * m);
            for (int l = 0; l < 32; l++)
            {
                int g = l >> 2;
                int t = 2 * (l & 3);
                d[l] = i.E == 0 ? Pair(matrix[g][t], matrix[g][t + 1]) : Pair(matrix[t][g], matrix[t + 1][g]);
            }
        }
    }

    // d0 and d1 hold columns 2t and 2t + 1 of row g, d2 and d3 those of row g + 8. A row is thus four lanes of one register, the even columns,
    // beside four of the next, the odd ones; the rows of B are kept in the same order.
    private static void Multiply(Warp warp, in Instruction i, float* a, float* b, int k)
    {
        float* sums = stackalloc float[16 * 8];
        for (int row = 0; row < 16; row++)
        {
            float* even = Lanes(warp, i.List[C + (2 * (row >> 3))], row);
            float* odd = Lanes(warp, i.List[C + (2 * (row >> 3)) + 1], row);
            Vector256<float> sum = Vector256.Create(Vector128.Load(even), Vector128.Load(odd));
            for (int p = 0; p < k; p++) sum += Vector256.Create(a[(row * k) + p]) * Vector256.Load(b + (8 * p));
            sum.Store(sums + (8 * row));
        }

        for (int row = 0; row < 16; row++)
        {
            Vector128.Load(sums + (8 * row)).Store(Lanes(warp, i.List[D + (2 * (row >> 3))], row));
            Vector128.Load(sums + (8 * row) + 4).Store(Lanes(warp, i.List[D + (2 * (row >> 3)) + 1], row));
        }
    }

    private static float* Lanes(Warp warp, int register, int row) => (float*)Slot(warp, register) + (4 * (row & 7));

    private static int Element(int k, int column) => (8 * k) + (4 * (column & 1)) + (column >> 1);

    private static uint* Slot(Warp warp, int register) => (uint*)(warp.Registers + register);

    private static uint Pair(uint low, uint high) => low | (high << 16);
}
