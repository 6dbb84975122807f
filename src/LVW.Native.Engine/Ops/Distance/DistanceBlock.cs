using System.Runtime.CompilerServices;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Distance;

/// <summary>The processor's inner loops of the squared distances, shared by the ops so that their sums have the same bits.</summary>
internal static unsafe class DistanceBlock
{
    /// <summary>Rows that share one pass over a block of points.</summary>
    public const int Rows = 4;

    /// <summary>Points as columns, filled up with zeros to whole vectors: pᵀ[k, j]; the caller returns the block.</summary>
    public static Storage Transpose(CpuDevice device, float* p, int points, int depth, out int padded)
    {
        int lanes = (int)device.Width;
        padded = (points + lanes - 1) / lanes * lanes;
        Storage columns = device.Rent((long)padded * depth);
        float* transposed = columns.Floats();
        new Span<float>(transposed, padded * depth).Clear();
        for (int j = 0; j < points; j++)
        {
            for (int k = 0; k < depth; k++) transposed[(k * padded) + j] = p[(j * depth) + k];
        }

        return columns;
    }

    /// <summary>d[m, j] = Σ_k (z[m, k] − pᵀ[k, j])² for up to four rows and one vector of points; lanes run over points j.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Measure<T, TSink>(float* z, long m, int rows, float* columns, int padded, int j, int depth, ref TSink sink)
        where T : struct, ICpuLane<T>
        where TSink : struct, IDistanceSink<T>
    {
        float* z0 = z + (m * depth);
        float* z1 = rows > 1 ? z0 + depth : z0;
        float* z2 = rows > 2 ? z1 + depth : z0;
        float* z3 = rows > 3 ? z2 + depth : z0;
        T sum0 = T.Constant(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
        float* column = columns + j;
        for (int k = 0; k < depth; k++, column += padded)
        {
            T point = T.Load(column);
            T difference0 = T.Constant(z0[k]) - point;
            T difference1 = T.Constant(z1[k]) - point;
            T difference2 = T.Constant(z2[k]) - point;
            T difference3 = T.Constant(z3[k]) - point;
            sum0 = T.MultiplyAdd(difference0, difference0, sum0);
            sum1 = T.MultiplyAdd(difference1, difference1, sum1);
            sum2 = T.MultiplyAdd(difference2, difference2, sum2);
            sum3 = T.MultiplyAdd(difference3, difference3, sum3);
        }

        sink.Take(sum0, m, j);
        if (rows > 1) sink.Take(sum1, m + 1, j);
        if (rows > 2) sink.Take(sum2, m + 2, j);
        if (rows > 3) sink.Take(sum3, m + 3, j);
    }

    /// <summary>target[k] += scale·(a[k] − b[k]): one distance's share of a gradient.</summary>
    public static void AddScaledDifference<T>(float scale, float* a, float* b, float* target, int depth)
        where T : struct, ICpuLane<T>
    {
        int k = 0;
        T factor = T.Constant(scale);
        for (; k + T.Width <= depth; k += T.Width) T.MultiplyAdd(factor, T.Load(a + k) - T.Load(b + k), T.Load(target + k)).Store(target + k);
        for (; k < depth; k++) target[k] = MathF.FusedMultiplyAdd(scale, a[k] - b[k], target[k]);
    }
}
