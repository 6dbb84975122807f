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

    /// <summary>mma.m16n8k8, tf32: the operands' low 13 bits are ignored.</summary>
    public static void MultiplyTensorFloat(Warp warp, in Instruction i, uint mask)
    {
        float* a = stackalloc float[16 * 8];
        float* b = stackalloc float[8 * 8];
        for (int l = 0; l < 32; l++)
        {
            int g = l >> 2;
            int t = l & 3;
            a[(g * 8) + t] = TensorFloat(warp, i.List[A], l);
            a[((g + 8) * 8) + t] = TensorFloat(warp, i.List[A + 1], l);
            a[(g * 8) + t + 4] = TensorFloat(warp, i.List[A + 2], l);
            a[((g + 8) * 8) + t + 4] = TensorFloat(warp, i.List[A + 3], l);
            b[(t * 8) + g] = TensorFloat(warp, i.List[B], l);
            b[((t + 4) * 8) + g] = TensorFloat(warp, i.List[B + 1], l);
        }

        Multiply(warp, in i, a, b, k: 8);
    }

    /// <summary>mma.m16n8k16, bf16: a register holds two neighbours along k, the first in its low half.</summary>
    public static void MultiplyBFloat(Warp warp, in Instruction i, uint mask)
    {
        float* a = stackalloc float[16 * 16];
        float* b = stackalloc float[16 * 8];
        for (int l = 0; l < 32; l++)
        {
            int g = l >> 2;
            int t = l & 3;
            for (int q = 0; q < 4; q++)
            {
                uint pair = Slot(warp, i.List[A + q])[l];
                float* element = a + ((g + (8 * (q & 1))) * 16) + (t * 2) + (8 * (q >> 1));
                element[0] = BFloatToSingle.Invoke(pair & 0xFFFF);
                element[1] = BFloatToSingle.Invoke(pair >> 16);
            }

            for (int q = 0; q < 2; q++)
            {
                uint pair = Slot(warp, i.List[B + q])[l];
                int k = (t * 2) + (8 * q);
                b[(k * 8) + g] = BFloatToSingle.Invoke(pair & 0xFFFF);
                b[((k + 1) * 8) + g] = BFloatToSingle.Invoke(pair >> 16);
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

    // A row of B and of the accumulator is one vector; d0 d1 are columns 2t, 2t + 1 of row g, d2 d3 of row g + 8.
    private static void Multiply(Warp warp, in Instruction i, float* a, float* b, int k)
    {
        float* sums = stackalloc float[16 * 8];
        Fragment(warp, in i, B + 2, sums, store: false);
        for (int row = 0; row < 16; row++)
        {
            Vector256<float> sum = Vector256.Load(sums + (row * 8));
            for (int p = 0; p < k; p++) sum += Vector256.Create(a[(row * k) + p]) * Vector256.Load(b + (p * 8));
            sum.Store(sums + (row * 8));
        }

        Fragment(warp, in i, D, sums, store: true);
    }

    private static void Fragment(Warp warp, in Instruction i, int first, float* tile, bool store)
    {
        for (int q = 0; q < 4; q++)
        {
            var register = (float*)(warp.Registers + i.List[first + q]);
            for (int l = 0; l < 32; l++)
            {
                float* element = tile + (((l >> 2) + (8 * (q >> 1))) * 8) + (2 * (l & 3)) + (q & 1);
                if (store) register[l] = *element;
                else *element = register[l];
            }
        }
    }

    private static uint* Slot(Warp warp, int register) => (uint*)(warp.Registers + register);

    private static float TensorFloat(Warp warp, int register, int lane) => BitConverter.UInt32BitsToSingle(Slot(warp, register)[lane] & 0xFFFFE000);

    private static uint Pair(uint low, uint high) => low | (high << 16);
}
