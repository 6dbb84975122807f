using System.Numerics;
using System.Runtime.CompilerServices;

namespace LVW.Native.VisualWords.Words;

/// <summary>A small product of matrices in float64 that stays in registers: six rows by two vectors.</summary>
internal static unsafe class DoubleTile
{
    /// <summary>Rows of a tile.</summary>
    public const int Rows = 6;

    /// <summary>Columns of a tile.</summary>
    public static int Columns => 2 * Vector<double>.Count;

    /// <summary>A number rounded up to a multiple.</summary>
    public static int RoundUp(int count, int multiple) => (count + multiple - 1) / multiple * multiple;

    // c[r, j] (+)= Σ_k a[r·aRow + k·aStep]·b[k·bStep + j] for six r and two vectors of j; a is broadcast, b read in whole vectors.
    // The twelve sums stay in registers for all k.
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Multiply(double* a, nint aRow, nint aStep, double* b, nint bStep, nint depth, double* c, nint cRow, bool accumulate)
    {
        Vector<double> c00 = default, c01 = default, c10 = default, c11 = default, c20 = default, c21 = default;
        Vector<double> c30 = default, c31 = default, c40 = default, c41 = default, c50 = default, c51 = default;
        double* a1 = a + aRow, a2 = a1 + aRow, a3 = a2 + aRow, a4 = a3 + aRow, a5 = a4 + aRow;
        for (nint at = 0; depth > 0; depth--, at += aStep, b += bStep)
        {
            Vector<double> b0 = Vector.Load(b), b1 = Vector.Load(b + Vector<double>.Count);
            var value = new Vector<double>(a[at]);
            c00 = Vector.MultiplyAddEstimate(value, b0, c00);
            c01 = Vector.MultiplyAddEstimate(value, b1, c01);
            value = new Vector<double>(a1[at]);
            c10 = Vector.MultiplyAddEstimate(value, b0, c10);
            c11 = Vector.MultiplyAddEstimate(value, b1, c11);
            value = new Vector<double>(a2[at]);
            c20 = Vector.MultiplyAddEstimate(value, b0, c20);
            c21 = Vector.MultiplyAddEstimate(value, b1, c21);
            value = new Vector<double>(a3[at]);
            c30 = Vector.MultiplyAddEstimate(value, b0, c30);
            c31 = Vector.MultiplyAddEstimate(value, b1, c31);
            value = new Vector<double>(a4[at]);
            c40 = Vector.MultiplyAddEstimate(value, b0, c40);
            c41 = Vector.MultiplyAddEstimate(value, b1, c41);
            value = new Vector<double>(a5[at]);
            c50 = Vector.MultiplyAddEstimate(value, b0, c50);
            c51 = Vector.MultiplyAddEstimate(value, b1, c51);
        }

        Put(c, c00, c01, accumulate);
        Put(c + cRow, c10, c11, accumulate);
        Put(c + (2 * cRow), c20, c21, accumulate);
        Put(c + (3 * cRow), c30, c31, accumulate);
        Put(c + (4 * cRow), c40, c41, accumulate);
        Put(c + (5 * cRow), c50, c51, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(double* c, Vector<double> first, Vector<double> second, bool accumulate)
    {
        int width = Vector<double>.Count;
        if (accumulate)
        {
            first += Vector.Load(c);
            second += Vector.Load(c + width);
        }

        first.Store(c);
        second.Store(c + width);
    }
}
