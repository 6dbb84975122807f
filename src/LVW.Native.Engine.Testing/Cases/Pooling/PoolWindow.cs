namespace LVW.Native.Engine.Testing.Cases.Pooling;

/// <summary>A square window that slides over pictures.</summary>
/// <param name="Kernel">Rows and columns of the window.</param>
/// <param name="Stride">From one window to the next.</param>
/// <param name="Padding">Rows and columns around the picture.</param>
/// <param name="CeilMode">Whether a last window may hang over the far padding.</param>
internal sealed record PoolWindow(int Kernel, int Stride, int Padding, bool CeilMode)
{
    /// <summary>Draws a window; in ceil mode one large enough that it often does hang over.</summary>
    public static PoolWindow Draw(Sampler sampler, bool ceilMode)
    {
        int kernel = sampler.Between(ceilMode ? 2 : 1, 4);
        return new PoolWindow(kernel, sampler.Between(ceilMode ? 2 : 1, 4), sampler.Between(0, kernel / 2), ceilMode);
    }

    /// <summary>Applies a function to the values of the picture under each window.</summary>
    /// <param name="x">[N, H, W, C].</param>
    /// <param name="function">From the values and the number of places under the window, padding included, to the result.</param>
    public DoubleTensor Slide(DoubleTensor x, Func<IReadOnlyList<double>, int, double> function)
    {
        int height = x.Shape[1], width = x.Shape[2];
        return DoubleTensor.From(x.Shape[0], Count(height), Count(width), x.Shape[3], (n, p, q, c) =>
        {
            var values = new List<double>();
            int padded = 0;
            for (int h = (p * Stride) - Padding; h < (p * Stride) - Padding + Kernel; h++)
            {
                for (int w = (q * Stride) - Padding; w < (q * Stride) - Padding + Kernel; w++)
                {
                    if (h < height + Padding && w < width + Padding) padded++;
                    if (h >= 0 && h < height && w >= 0 && w < width) values.Add(x[n, h, w, c]);
                }
            }

            return function(values, padded);
        });
    }

    /// <inheritdoc/>
    public override string ToString() => $"kernel {Kernel}, stride {Stride}, padding {Padding}, ceilMode {CeilMode}";

    /// <summary>Windows along a side: each starts before the far padding; a last one that hangs over counts in ceil mode only.</summary>
    private int Count(int size)
    {
        int count = 0;
        for (int start = -Padding; start < size; start += Stride)
        {
            bool fits = start + Kernel <= size + Padding;
            bool previousFilledAll = count > 0 && start - Stride + Kernel >= size + Padding;
            if (fits || (CeilMode && !previousFilledAll)) count++;
        }

        return count;
    }
}
