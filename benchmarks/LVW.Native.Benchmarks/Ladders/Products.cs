using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace LVW.Native.Benchmarks.Ladders;

/// <summary>y = a·b for [m, k] and [k, n], from the definition to tiles that live in registers.</summary>
internal static class Products
{
    // The tile of RegisterBlocked: 4 rows of 2 vectors.
    private const int TileRows = 4;

    /// <summary>The definition: one sum after the other. b is read down its columns, a cache line for each value.</summary>
    public static void TripleLoop(float[] a, float[] b, float[] y, int m, int n, int k)
    {
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                float sum = 0;
                for (int l = 0; l < k; l++) sum += a[(i * k) + l] * b[(l * n) + j];
                y[(i * n) + j] = sum;
            }
        }
    }

    /// <summary>The two inner loops change places: everything is read along its rows.</summary>
    public static void Reordered(float[] a, float[] b, float[] y, int m, int n, int k)
    {
        Array.Clear(y);
        for (int i = 0; i < m; i++)
        {
            Span<float> row = y.AsSpan(i * n, n);
            for (int l = 0; l < k; l++)
            {
                float factor = a[(i * k) + l];
                ReadOnlySpan<float> other = b.AsSpan(l * n, n);
                for (int j = 0; j < row.Length; j++) row[j] += factor * other[j];
            }
        }
    }

    /// <summary>The same order, a vector at a time: two loads and a store for each multiply-add. n is a multiple of a vector.</summary>
    public static void Vectorised(float[] a, float[] b, float[] y, int m, int n, int k)
    {
        Array.Clear(y);
        for (int i = 0; i < m; i++)
        {
            ref float row = ref y[i * n];
            for (int l = 0; l < k; l++)
            {
                Vector512<float> factor = Vector512.Create(a[(i * k) + l]);
                ref float other = ref b[l * n];
                for (int j = 0; j < n; j += Vector512<float>.Count)
                {
                    Vector512<float> sum = Vector512.LoadUnsafe(ref row, (nuint)j);
                    Vector512.FusedMultiplyAdd(factor, Vector512.LoadUnsafe(ref other, (nuint)j), sum).StoreUnsafe(ref row, (nuint)j);
                }
            }
        }
    }

    /// <summary>Tiles of y stay in registers for all of k: two loads of b serve eight multiply-adds. m is a multiple of 4, n of two vectors.</summary>
    public static void RegisterBlocked(float[] a, float[] b, float[] y, int m, int n, int k)
    {
        for (int j = 0; j < n; j += 2 * Vector512<float>.Count)
        {
            for (int i = 0; i < m; i += TileRows) Tile(ref a[i * k], ref b[j], ref y[(i * n) + j], n, k);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Tile(ref float a, ref float b, ref float y, int n, int k)
    {
        Vector512<float> y00 = default, y01 = default, y10 = default, y11 = default, y20 = default, y21 = default, y30 = default, y31 = default;
        for (int l = 0; l < k; l++)
        {
            Vector512<float> b0 = Vector512.LoadUnsafe(ref b), b1 = Vector512.LoadUnsafe(ref b, (nuint)Vector512<float>.Count);
            Vector512<float> a0 = Vector512.Create(Unsafe.Add(ref a, l)), a1 = Vector512.Create(Unsafe.Add(ref a, k + l));
            Vector512<float> a2 = Vector512.Create(Unsafe.Add(ref a, (2 * k) + l)), a3 = Vector512.Create(Unsafe.Add(ref a, (3 * k) + l));
            (y00, y01) = (Vector512.FusedMultiplyAdd(a0, b0, y00), Vector512.FusedMultiplyAdd(a0, b1, y01));
            (y10, y11) = (Vector512.FusedMultiplyAdd(a1, b0, y10), Vector512.FusedMultiplyAdd(a1, b1, y11));
            (y20, y21) = (Vector512.FusedMultiplyAdd(a2, b0, y20), Vector512.FusedMultiplyAdd(a2, b1, y21));
            (y30, y31) = (Vector512.FusedMultiplyAdd(a3, b0, y30), Vector512.FusedMultiplyAdd(a3, b1, y31));
            b = ref Unsafe.Add(ref b, n);
        }

        Store(y00, y01, ref y);
        Store(y10, y11, ref Unsafe.Add(ref y, n));
        Store(y20, y21, ref Unsafe.Add(ref y, 2 * n));
        Store(y30, y31, ref Unsafe.Add(ref y, 3 * n));
    }

    private static void Store(Vector512<float> left, Vector512<float> right, ref float y)
    {
        left.StoreUnsafe(ref y);
        right.StoreUnsafe(ref y, (nuint)Vector512<float>.Count);
    }
}
