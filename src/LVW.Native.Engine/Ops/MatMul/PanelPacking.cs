using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace LVW.Native.Engine.Ops.MatMul;

/// <summary>Copies part of a right operand into a panel: [depth][padded columns], missing columns zero.</summary>
internal static unsafe class PanelPacking
{
    private const int FloatsOfLine = 16;
    private const int RowsAhead = 8;

    /// <summary>target[d][j] = scale · source[d · stride + j]: the operand's rows are read as they lie.</summary>
    public static void CopyRows(float* source, nint stride, int depth, int columns, int padded, float scale, float* target)
    {
        for (int d = 0; d < depth; d++, source += stride, target += padded)
        {
            if (d + RowsAhead < depth) Prefetch(source + (RowsAhead * stride), columns);
            var row = new Span<float>(target, padded);
            new ReadOnlySpan<float>(source, columns).CopyTo(row);
            row[columns..].Clear();
            if (scale != 1f) Scale(row, scale);
        }
    }

    /// <summary>target[d][j] = scale · source[j · stride + d]: the operand's rows become columns.</summary>
    public static void Transpose(float* source, nint stride, int depth, int columns, int padded, float scale, float* target)
    {
        // Blocks of a cache line of every column, so that both sides of the block stay in the first-level cache.
        for (int d = 0; d < depth; d += FloatsOfLine)
        {
            TransposeBlock(source + d, stride, Math.Min(FloatsOfLine, depth - d), columns, padded, scale, target + ((nint)d * padded));
        }
    }

    // Rows are short and far apart: the hardware does not foresee the next one.
    private static void Prefetch(float* row, int count)
    {
        if (!Sse.IsSupported) return;
        for (int j = 0; j < count; j += FloatsOfLine) Sse.Prefetch0(row + j);
    }

    private static void TransposeBlock(float* source, nint stride, int depth, int columns, int padded, float scale, float* target)
    {
        int j = 0;
        if (Transposition.IsSupported && depth == FloatsOfLine)
        {
            for (; j + 8 <= columns; j += 8) Transposition.EightColumns(source + (j * stride), stride, depth, target + j, padded);
        }

        if (Sse.IsSupported)
        {
            for (; j + 4 <= columns; j += 4) TransposeFour(source + (j * stride), stride, depth, target + j, padded);
        }

        for (; j < columns; j++)
        {
            float* column = source + (j * stride);
            for (int d = 0; d < depth; d++) target[((nint)d * padded) + j] = column[d];
        }

        for (int d = 0; d < depth; d++, target += padded)
        {
            for (int missing = columns; missing < padded; missing++) target[missing] = 0f;
            if (scale != 1f) Scale(new Span<float>(target, columns), scale);
        }
    }

    private static void TransposeFour(float* source, nint stride, int depth, float* target, nint padded)
    {
        int d = 0;
        for (; d + 4 <= depth; d += 4)
        {
            Vector128<float> a = Vector128.Load(source + d);
            Vector128<float> b = Vector128.Load(source + stride + d);
            Vector128<float> c = Vector128.Load(source + (2 * stride) + d);
            Vector128<float> e = Vector128.Load(source + (3 * stride) + d);
            Vector128<float> abLow = Sse.UnpackLow(a, b), abHigh = Sse.UnpackHigh(a, b);
            Vector128<float> ceLow = Sse.UnpackLow(c, e), ceHigh = Sse.UnpackHigh(c, e);
            float* row = target + (d * padded);
            Sse.MoveLowToHigh(abLow, ceLow).Store(row);
            Sse.MoveHighToLow(ceLow, abLow).Store(row + padded);
            Sse.MoveLowToHigh(abHigh, ceHigh).Store(row + (2 * padded));
            Sse.MoveHighToLow(ceHigh, abHigh).Store(row + (3 * padded));
        }

        for (; d < depth; d++)
        {
            for (int i = 0; i < 4; i++) target[(d * padded) + i] = source[(i * stride) + d];
        }
    }

    private static void Scale(Span<float> row, float scale)
    {
        for (int j = 0; j < row.Length; j++) row[j] *= scale;
    }
}
