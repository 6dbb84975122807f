using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using LVW.Native.Engine.Lanes;

namespace LVW.Native.Engine.Ops.MatMul;

/// <summary>The micro-kernel of products and convolutions: up to six rows by up to four vectors, or eight by one, held in registers.</summary>
/// <typeparam name="T">The lane type.</typeparam>
/// <typeparam name="TRows">Rows of the tile: 1, 2, 4, 6 or 8.</typeparam>
/// <typeparam name="TColumns">Vectors of the tile: 1 to 4; 1 for eight rows.</typeparam>
internal static unsafe class RowTile<T, TRows, TColumns>
    where T : struct, ICpuLane<T>
    where TRows : struct, ITileSize
    where TColumns : struct, ITileSize
{
    private const int FloatsOfLine = 16;

    // y[i][column + j] (+)= f(Σ_t Σ_k a[t·tapStride + i][offset + k] · b[t][k][j]) for the rows i and lanes j of one tile.
    // All sums live in registers; each k loads one row of b and broadcasts one float of each row of a.
    // Rows of a and y come as pointers, so that they may be pixels anywhere; b is one packed panel, read front to back.
    // One line of each row a[i + ahead] is fetched for every line used: in bursts they would delay the loads of this tile.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Run<TEpilogue>(
        nint taps, nint depth, float** a, nint ahead, nint tapStride, nint offset, float* b, float** y, nint column, bool accumulate, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue
    {
        T zero = T.Constant(0f);
        T s00 = zero, s01 = zero, s02 = zero, s03 = zero;
        T s10 = zero, s11 = zero, s12 = zero, s13 = zero;
        T s20 = zero, s21 = zero, s22 = zero, s23 = zero;
        T s30 = zero, s31 = zero, s32 = zero, s33 = zero;
        T s40 = zero, s41 = zero, s42 = zero, s43 = zero;
        T s50 = zero, s51 = zero, s52 = zero, s53 = zero;
        T s60 = zero, s70 = zero;
        PrefetchTargets(y, column);
        for (; taps > 0; taps--, a += tapStride)
        {
            float* a0 = a[0] + offset;
            float* a1 = TRows.Value > 1 ? a[1] + offset : a0;
            float* a2 = TRows.Value > 2 ? a[2] + offset : a0;
            float* a3 = TRows.Value > 3 ? a[3] + offset : a0;
            float* a4 = TRows.Value > 4 ? a[4] + offset : a0;
            float* a5 = TRows.Value > 5 ? a[5] + offset : a0;
            float* a6 = TRows.Value > 6 ? a[6] + offset : a0;
            float* a7 = TRows.Value > 7 ? a[7] + offset : a0;
            for (nint k = 0; k < depth;)
            {
                if (ahead != 0) Prefetch(a + ahead, offset + k);
                for (nint end = Math.Min(depth, k + FloatsOfLine); k < end; k++, b += TColumns.Value * T.Width)
                {
                    T b0 = T.Load(b);
                    T b1 = TColumns.Value > 1 ? T.Load(b + T.Width) : b0;
                    T b2 = TColumns.Value > 2 ? T.Load(b + (2 * T.Width)) : b0;
                    T b3 = TColumns.Value > 3 ? T.Load(b + (3 * T.Width)) : b0;
                    Step(a0[k], b0, b1, b2, b3, ref s00, ref s01, ref s02, ref s03);
                    if (TRows.Value > 1) Step(a1[k], b0, b1, b2, b3, ref s10, ref s11, ref s12, ref s13);
                    if (TRows.Value > 2) Step(a2[k], b0, b1, b2, b3, ref s20, ref s21, ref s22, ref s23);
                    if (TRows.Value > 3) Step(a3[k], b0, b1, b2, b3, ref s30, ref s31, ref s32, ref s33);
                    if (TRows.Value > 4) Step(a4[k], b0, b1, b2, b3, ref s40, ref s41, ref s42, ref s43);
                    if (TRows.Value > 5) Step(a5[k], b0, b1, b2, b3, ref s50, ref s51, ref s52, ref s53);
                    if (TRows.Value > 6) s60 = T.MultiplyAdd(T.Constant(a6[k]), b0, s60);
                    if (TRows.Value > 7) s70 = T.MultiplyAdd(T.Constant(a7[k]), b0, s70);
                }
            }
        }

        Finish(y[0], column, accumulate, epilogue, s00, s01, s02, s03);
        if (TRows.Value > 1) Finish(y[1], column, accumulate, epilogue, s10, s11, s12, s13);
        if (TRows.Value > 2) Finish(y[2], column, accumulate, epilogue, s20, s21, s22, s23);
        if (TRows.Value > 3) Finish(y[3], column, accumulate, epilogue, s30, s31, s32, s33);
        if (TRows.Value > 4) Finish(y[4], column, accumulate, epilogue, s40, s41, s42, s43);
        if (TRows.Value > 5) Finish(y[5], column, accumulate, epilogue, s50, s51, s52, s53);
        if (TRows.Value > 6) Finish(y[6], column, accumulate, epilogue, s60);
        if (TRows.Value > 7) Finish(y[7], column, accumulate, epilogue, s70);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(float** rows, nint offset)
    {
        if (!Sse.IsSupported) return;
        Sse.Prefetch0(rows[0] + offset);
        if (TRows.Value > 1) Sse.Prefetch0(rows[1] + offset);
        if (TRows.Value > 2) Sse.Prefetch0(rows[2] + offset);
        if (TRows.Value > 3) Sse.Prefetch0(rows[3] + offset);
        if (TRows.Value > 4) Sse.Prefetch0(rows[4] + offset);
        if (TRows.Value > 5) Sse.Prefetch0(rows[5] + offset);
        if (TRows.Value > 6) Sse.Prefetch0(rows[6] + offset);
        if (TRows.Value > 7) Sse.Prefetch0(rows[7] + offset);
    }

    // Results are known to be written long before they are: without this, stores wait for their lines.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void PrefetchTargets(float** y, nint column)
    {
        if (!Sse.IsSupported) return;
        for (int j = 0; j < TColumns.Value * T.Width; j += FloatsOfLine)
        {
            Prefetch(y, column + j);
        }
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
    private static void Finish<TEpilogue>(float* y, nint column, bool accumulate, TEpilogue epilogue, T s0, T s1, T s2, T s3)
        where TEpilogue : struct, IEpilogue
    {
        Finish(y, column, accumulate, epilogue, s0);
        if (TColumns.Value > 1) Finish(y, column + T.Width, accumulate, epilogue, s1);
        if (TColumns.Value > 2) Finish(y, column + (2 * T.Width), accumulate, epilogue, s2);
        if (TColumns.Value > 3) Finish(y, column + (3 * T.Width), accumulate, epilogue, s3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Finish<TEpilogue>(float* y, nint column, bool accumulate, TEpilogue epilogue, T sum)
        where TEpilogue : struct, IEpilogue
    {
        if (accumulate) sum = sum + T.Load(y + column);
        epilogue.Apply<T>(sum, column, y + column).Store(y + column);
    }
}
