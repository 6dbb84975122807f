namespace LVW.Native.Engine.Tests.Ops.Pooling;

/// <summary>Pooling by its definition, in float64.</summary>
internal static class PoolReference
{
    public static double[] Max(double[] x, Shape shape, int kernel, int stride, int padding, bool ceilMode)
        => Pool(x, shape, kernel, stride, padding, ceilMode, (values, _) => values.Max());

    /// <param name="x">[N, H, W, C].</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="kernel">Window.</param>
    /// <param name="stride">Stride.</param>
    /// <param name="padding">Padding.</param>
    /// <param name="ceilMode">Ceil mode.</param>
    /// <param name="countPadding">Whether the divisor counts places in the padding.</param>
    public static double[] Average(double[] x, Shape shape, int kernel, int stride, int padding, bool ceilMode, bool countPadding)
        => Pool(x, shape, kernel, stride, padding, ceilMode, (values, padded) => values.Sum() / (countPadding ? padded : values.Count));

    private static double[] Pool(
        double[] x, Shape shape, int kernel, int stride, int padding, bool ceilMode, Func<List<double>, int, double> reduce)
    {
        int[] p = Starts(shape[1], kernel, stride, padding, ceilMode);
        int[] q = Starts(shape[2], kernel, stride, padding, ceilMode);
        var y = new List<double>();
        for (int n = 0; n < shape[0]; n++)
        {
            foreach (int top in p)
            {
                foreach (int left in q)
                {
                    for (int c = 0; c < shape[3]; c++)
                    {
                        var values = new List<double>();
                        int padded = 0;
                        for (int h = top; h < top + kernel; h++)
                        {
                            for (int w = left; w < left + kernel; w++)
                            {
                                if (h < shape[1] + padding && w < shape[2] + padding) padded++;
                                if (h < 0 || w < 0 || h >= shape[1] || w >= shape[2]) continue;
                                values.Add(x[(((((n * shape[1]) + h) * shape[2]) + w) * shape[3]) + c]);
                            }
                        }

                        y.Add(reduce(values, padded));
                    }
                }
            }
        }

        return [.. y];
    }

    // Windows one stride apart while they fit; in ceil mode also one that hangs over, if it starts before the far padding.
    private static int[] Starts(int size, int kernel, int stride, int padding, bool ceilMode)
    {
        var starts = new List<int>();
        for (int start = -padding; ; start += stride)
        {
            bool fits = start + kernel <= size + padding;
            bool hangs = ceilMode && start < size && start - stride + kernel < size + padding;
            if (!fits && !hangs) return [.. starts];
            starts.Add(start);
        }
    }
}
