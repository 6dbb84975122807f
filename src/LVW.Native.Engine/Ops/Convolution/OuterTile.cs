using System.Runtime.CompilerServices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Ops.MatMul;

namespace LVW.Native.Engine.Ops.Convolution;

/// <summary>The micro-kernel of filter gradients: a sum of outer products, up to six rows by up to four vectors, held in registers.</summary>
/// <typeparam name="T">The lane type.</typeparam>
/// <typeparam name="TRows">Rows of the tile: 1, 2, 4 or 6.</typeparam>
/// <typeparam name="TColumns">Vectors of the tile: 1 to 4.</typeparam>
internal static unsafe class OuterTile<T, TRows, TColumns>
    where T : struct, ICpuLane<T>
    where TRows : struct, ITileSize
    where TColumns : struct, ITileSize
{
    // y[i·stride + j] (+)= Σ_p a[p][row + i] · b[p][column + j] for the rows i and lanes j of one tile.
    // All sums live in registers; each pixel p loads one run of b and broadcasts neighbouring floats of a.
    // Both operands come as one pointer for each pixel, so that pixels may be anywhere and padding is left out.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Run(nint count, float** a, nint row, float** b, nint column, float* y, nint stride, bool accumulate)
    {
        T zero = T.Constant(0f);
        T s00 = zero, s01 = zero, s02 = zero, s03 = zero;
        T s10 = zero, s11 = zero, s12 = zero, s13 = zero;
        T s20 = zero, s21 = zero, s22 = zero, s23 = zero;
        T s30 = zero, s31 = zero, s32 = zero, s33 = zero;
        T s40 = zero, s41 = zero, s42 = zero, s43 = zero;
        T s50 = zero, s51 = zero, s52 = zero, s53 = zero;
        for (nint p = 0; p < count; p++)
        {
            float* x = a[p] + row;
            float* v = b[p] + column;
            T b0 = T.Load(v);
            T b1 = TColumns.Value > 1 ? T.Load(v + T.Width) : b0;
            T b2 = TColumns.Value > 2 ? T.Load(v + (2 * T.Width)) : b0;
            T b3 = TColumns.Value > 3 ? T.Load(v + (3 * T.Width)) : b0;
            Step(x[0], b0, b1, b2, b3, ref s00, ref s01, ref s02, ref s03);
            if (TRows.Value > 1) Step(x[1], b0, b1, b2, b3, ref s10, ref s11, ref s12, ref s13);
            if (TRows.Value > 2) Step(x[2], b0, b1, b2, b3, ref s20, ref s21, ref s22, ref s23);
            if (TRows.Value > 3) Step(x[3], b0, b1, b2, b3, ref s30, ref s31, ref s32, ref s33);
            if (TRows.Value > 4) Step(x[4], b0, b1, b2, b3, ref s40, ref s41, ref s42, ref s43);
            if (TRows.Value > 5) Step(x[5], b0, b1, b2, b3, ref s50, ref s51, ref s52, ref s53);
        }

        Finish(y, accumulate, s00, s01, s02, s03);
        if (TRows.Value > 1) Finish(y + stride, accumulate, s10, s11, s12, s13);
        if (TRows.Value > 2) Finish(y + (2 * stride), accumulate, s20, s21, s22, s23);
        if (TRows.Value > 3) Finish(y + (3 * stride), accumulate, s30, s31, s32, s33);
        if (TRows.Value > 4) Finish(y + (4 * stride), accumulate, s40, s41, s42, s43);
        if (TRows.Value > 5) Finish(y + (5 * stride), accumulate, s50, s51, s52, s53);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Step(float x, T b0, T b1, T b2, T b3, ref T s0, ref T s1, ref T s2, ref T s3)
    {
        T row = T.Constant(x);
        s0 = T.MultiplyAdd(row, b0, s0);
        if (TColumns.Value > 1) s1 = T.MultiplyAdd(row, b1, s1);
        if (TColumns.Value > 2) s2 = T.MultiplyAdd(row, b2, s2);
        if (TColumns.Value > 3) s3 = T.MultiplyAdd(row, b3, s3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(float* y, bool accumulate, T s0, T s1, T s2, T s3)
    {
        Finish(y, accumulate, s0);
        if (TColumns.Value > 1) Finish(y + T.Width, accumulate, s1);
        if (TColumns.Value > 2) Finish(y + (2 * T.Width), accumulate, s2);
        if (TColumns.Value > 3) Finish(y + (3 * T.Width), accumulate, s3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish(float* y, bool accumulate, T sum)
        => (accumulate ? sum + T.Load(y) : sum).Store(y);
}
