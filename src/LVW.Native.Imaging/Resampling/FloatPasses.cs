namespace LVW.Native.Imaging.Resampling;

/// <summary>
/// The two passes over floats: <c>y[o] = (float)Σ_t w[o, t] · x[first[o] + t]</c>, summed in double and in the order of t.
/// </summary>
internal static class FloatPasses
{
    /// <summary>Along rows.</summary>
    public static float[] Horizontal(float[] source, int width, int height, AxisWeights axis)
    {
        var target = new float[checked(axis.OutputSize * height)];
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<float> row = source.AsSpan(y * width, width);
            Span<float> result = target.AsSpan(y * axis.OutputSize, axis.OutputSize);
            for (int o = 0; o < result.Length; o++)
            {
                ReadOnlySpan<float> x = row.Slice(axis.First[o], axis.Length[o]);
                ReadOnlySpan<double> w = axis.Weights.AsSpan(o * axis.Taps, x.Length);
                double sum = 0.0;
                for (int t = 0; t < x.Length; t++) sum += x[t] * w[t];
                result[o] = (float)sum;
            }
        }

        return target;
    }

    /// <summary>Along columns.</summary>
    public static float[] Vertical(float[] source, int width, AxisWeights axis)
    {
        var target = new float[checked(width * axis.OutputSize)];
        for (int o = 0; o < axis.OutputSize; o++)
        {
            ReadOnlySpan<float> rows = source.AsSpan(axis.First[o] * width, axis.Length[o] * width);
            ReadOnlySpan<double> w = axis.Weights.AsSpan(o * axis.Taps, axis.Length[o]);
            Span<float> result = target.AsSpan(o * width, width);
            for (int x = 0; x < width; x++)
            {
                double sum = 0.0;
                for (int t = 0; t < w.Length; t++) sum += rows[(t * width) + x] * w[t];
                result[x] = (float)sum;
            }
        }

        return target;
    }
}
