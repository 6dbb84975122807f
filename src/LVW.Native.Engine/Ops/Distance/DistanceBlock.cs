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

    /// <summary>d[m, j] = Σ_k (z[m, k] − pᵀ[k, j])² for up to four rows and one vector of points.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Measure<T, TSink>(float* z, long m, int rows, float* columns, int padded, int j, int depth, ref TSink sink)
        where T : struct, ICpuLane<T>
        where TSink : struct, IDistanceSink<T>
    {
        One(z + (m * depth), rows, columns + j, padded, depth, out Sums<T> sums);
        sums.Give(rows, m, j, ref sink);
    }

    /// <summary>The same for two vectors of points, each with its sink.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MeasureTwo<T, TSink>(float* z, long m, int rows, float* columns, int padded, int j, int depth, ref TSink near, ref TSink far)
        where T : struct, ICpuLane<T>
        where TSink : struct, IDistanceSink<T>
    {
        Two(z + (m * depth), rows, columns + j, padded, depth, out Sums<T> left, out Sums<T> right);
        left.Give(rows, m, j, ref near);
        right.Give(rows, m, j + T.Width, ref far);
    }

    // A row that is not there repeats the first.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void One<T>(float* z0, int rows, float* column, nint padded, nint depth, out Sums<T> sums)
        where T : struct, ICpuLane<T>
    {
        float* z1 = rows > 1 ? z0 + depth : z0, z2 = rows > 2 ? z1 + depth : z0, z3 = rows > 3 ? z2 + depth : z0;
        T sum0 = T.Constant(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
        for (nint k = 0; k < depth; k++, column += padded)
        {
            T point = T.Load(column);
            sum0 = AddSquare(T.Constant(z0[k]) - point, sum0);
            sum1 = AddSquare(T.Constant(z1[k]) - point, sum1);
            sum2 = AddSquare(T.Constant(z2[k]) - point, sum2);
            sum3 = AddSquare(T.Constant(z3[k]) - point, sum3);
        }

        sums = new Sums<T>(sum0, sum1, sum2, sum3);
    }

    // Lanes run over points; eight sums in registers, each value of z broadcast once for both vectors.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Two<T>(float* z0, int rows, float* column, nint padded, nint depth, out Sums<T> near, out Sums<T> far)
        where T : struct, ICpuLane<T>
    {
        float* z1 = rows > 1 ? z0 + depth : z0, z2 = rows > 2 ? z1 + depth : z0, z3 = rows > 3 ? z2 + depth : z0;
        T a0 = T.Constant(0), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
        for (nint k = 0; k < depth; k++, column += padded)
        {
            T left = T.Load(column), right = T.Load(column + T.Width);
            T value = T.Constant(z0[k]);
            a0 = AddSquare(value - left, a0);
            b0 = AddSquare(value - right, b0);
            value = T.Constant(z1[k]);
            a1 = AddSquare(value - left, a1);
            b1 = AddSquare(value - right, b1);
            value = T.Constant(z2[k]);
            a2 = AddSquare(value - left, a2);
            b2 = AddSquare(value - right, b2);
            value = T.Constant(z3[k]);
            a3 = AddSquare(value - left, a3);
            b3 = AddSquare(value - right, b3);
        }

        near = new Sums<T>(a0, a1, a2, a3);
        far = new Sums<T>(b0, b1, b2, b3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T AddSquare<T>(T difference, T sum)
        where T : struct, ICpuLane<T>
        => T.MultiplyAdd(difference, difference, sum);

    /// <summary>target[k] += scale·(a[k] − b[k]): one distance's share of a gradient.</summary>
    public static void AddScaledDifference<T>(float scale, float* a, float* b, float* target, int depth)
        where T : struct, ICpuLane<T>
    {
        int k = 0;
        T factor = T.Constant(scale);
        for (; k + T.Width <= depth; k += T.Width) T.MultiplyAdd(factor, T.Load(a + k) - T.Load(b + k), T.Load(target + k)).Store(target + k);
        for (; k < depth; k++) target[k] = MathF.FusedMultiplyAdd(scale, a[k] - b[k], target[k]);
    }

    // The distances of four rows to a vector of points.
    private readonly struct Sums<T>(T sum0, T sum1, T sum2, T sum3)
        where T : struct, ICpuLane<T>
    {
        private readonly T sum0 = sum0, sum1 = sum1, sum2 = sum2, sum3 = sum3;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Give<TSink>(int rows, long m, int j, ref TSink sink)
            where TSink : struct, IDistanceSink<T>
        {
            sink.Take(sum0, m, j);
            if (rows > 1) sink.Take(sum1, m + 1, j);
            if (rows > 2) sink.Take(sum2, m + 2, j);
            if (rows > 3) sink.Take(sum3, m + 3, j);
        }
    }
}
