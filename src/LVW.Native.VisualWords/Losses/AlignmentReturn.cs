using System.Runtime.CompilerServices;
using LVW.Native.Engine.Lanes;

namespace LVW.Native.VisualWords.Losses;

/// <summary>Takes a picture's pixel gradients back to the cells of the maps that won the pixels.</summary>
internal readonly unsafe struct AlignmentReturn(AlignmentSizes sizes, BilinearAxis rows, BilinearAxis columns)
{
    /// <summary>Writes the gradient of every cell of every chosen map.</summary>
    /// <param name="pixelGradients">dL/dA, [H, W].</param>
    /// <param name="winner">The map that A came from, [H, W].</param>
    /// <param name="stretched">Scratch, [K, h, W].</param>
    /// <param name="gradients">[K, h, w].</param>
    public void Run<T>(float* pixelGradients, float* winner, float* stretched, float* gradients)
        where T : struct, ICpuLane<T>
    {
        int width = sizes.Options.Width;
        int mapRows = sizes.Options.Words * sizes.Height;
        new Span<float>(stretched, mapRows * width).Clear();
        int x = 0;
        for (; x + T.Width <= width; x += T.Width) Down<T>(pixelGradients + x, winner + x, stretched + x);
        for (; x < width; x++) Down<Lane1>(pixelGradients + x, winner + x, stretched + x);
        for (int row = 0; row < mapRows; row++) Across<T>(stretched + (row * width), gradients + (row * sizes.Width));
    }

    // stretched[k, v] gets the share that row v of map k has in each pixel that k won: rows of pixels between the same two cells are
    // summed in registers, two maps at a time.
    private void Down<T>(float* gradient, float* winner, float* stretched)
        where T : struct, ICpuLane<T>
    {
        int words = sizes.Options.Words;
        nint width = sizes.Options.Width;
        fixed (float* shares = rows.Share)
        {
            for (int cell = 0; cell < rows.Source; cell++)
            {
                int start = rows.Bounds[cell];
                int count = rows.Bounds[cell + 1] - start;
                if (count == 0) continue;
                for (int k = 0; k < words; k += 2)
                {
                    Pair(gradient + (start * width), winner + (start * width), shares + start, width, count, k, out T low0, out T high0, out T low1, out T high1);
                    Put(stretched, k, cell, low0, high0);
                    if (k + 1 < words) Put(stretched, k + 1, cell, low1, high1);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Pair<T>(
        float* gradient, float* winner, float* shares, nint width, int count, int k, out T near0, out T far0, out T near1, out T far1)
        where T : struct, ICpuLane<T>
    {
        T zero = T.Constant(0), low0 = zero, high0 = zero, low1 = zero, high1 = zero;
        T from = T.Constant(k - 0.5f), middle = T.Constant(k + 0.5f), to = T.Constant(k + 1.5f);
        for (; count > 0; count--, gradient += width, winner += width, shares++)
        {
            T who = T.Load(winner);
            T value = T.Load(gradient);
            T share = T.Constant(*shares);
            T upper = T.WhereGreater(to, who, T.WhereGreater(who, middle, value, zero), zero);
            T lower = T.WhereGreater(middle, who, T.WhereGreater(who, from, value, zero), zero);
            high0 = T.MultiplyAdd(share, lower, high0);
            high1 = T.MultiplyAdd(share, upper, high1);
            low0 += lower;
            low1 += upper;
        }

        near0 = low0;
        far0 = high0;
        near1 = low1;
        far1 = high1;
    }

    // Σ (1 − share)·g = Σ g − Σ share·g goes to the nearer row, Σ share·g to the next.
    private void Put<T>(float* stretched, int k, int cell, T sum, T high)
        where T : struct, ICpuLane<T>
    {
        float* near = stretched + ((long)((k * sizes.Height) + cell) * sizes.Options.Width);
        float* far = stretched + ((long)((k * sizes.Height) + Math.Min(cell + 1, rows.Source - 1)) * sizes.Options.Width);
        (T.Load(near) + (sum - high)).Store(near);
        (T.Load(far) + high).Store(far);
    }

    // cells[v] = Σ_x weight(v, x)·source[x] over the pixels that v has a share in.
    private void Across<T>(float* source, float* cells)
        where T : struct, ICpuLane<T>
    {
        int width = sizes.Options.Width;
        fixed (float* weights = columns.Weights)
        {
            for (int cell = 0; cell < columns.Source; cell++)
            {
                float* weight = weights + ((long)cell * width);
                int x = columns.Bounds[Math.Max(cell - 1, 0)];
                int end = columns.Bounds[cell + 1];
                T sum = T.Constant(0);
                for (; x + T.Width <= end; x += T.Width) sum = T.MultiplyAdd(T.Load(weight + x), T.Load(source + x), sum);
                float rest = 0;
                for (; x < end; x++) rest = MathF.FusedMultiplyAdd(weight[x], source[x], rest);
                cells[cell] = sum.Sum() + rest;
            }
        }
    }
}
