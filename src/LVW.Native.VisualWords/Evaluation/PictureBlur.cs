namespace LVW.Native.VisualWords.Evaluation;

/// <summary>A separable Gaussian blur of [side, side, 3] values; weights that would read outside are left out and the rest rescaled.</summary>
internal static class PictureBlur
{
    /// <summary>Blurs.</summary>
    /// <param name="source">[side, side, 3].</param>
    /// <param name="side">Side in pixels.</param>
    /// <param name="deviation">Standard deviation in pixels, above 0; the kernel ends at three of them.</param>
    /// <param name="target">[side, side, 3].</param>
    public static void Apply(ReadOnlySpan<float> source, int side, double deviation, Span<float> target)
    {
        int radius = Math.Max(1, (int)Math.Ceiling(3 * deviation));
        float[] kernel = new float[(2 * radius) + 1];
        for (int i = -radius; i <= radius; i++) kernel[i + radius] = (float)Math.Exp(-0.5 * i * i / (deviation * deviation));
        float[] between = new float[source.Length];
        Pass(source, between, side, kernel, step: 3, line: 3 * side);
        Pass(between, target, side, kernel, step: 3 * side, line: 3);
    }

    // Along one axis: values of a line are `step` apart, lines `line` apart.
    private static void Pass(ReadOnlySpan<float> source, Span<float> target, int side, float[] kernel, int step, int line)
    {
        int radius = kernel.Length / 2;
        for (int at = 0; at < side; at++)
        {
            int first = Math.Max(0, at - radius);
            int last = Math.Min(side - 1, at + radius);
            double total = 0;
            for (int i = first; i <= last; i++) total += kernel[i - at + radius];
            float scale = (float)(1 / total);
            for (int other = 0; other < side; other++)
            {
                int start = other * line;
                (float r, float g, float b) = (0, 0, 0);
                for (int i = first; i <= last; i++)
                {
                    float weight = kernel[i - at + radius];
                    ReadOnlySpan<float> pixel = source.Slice(start + (i * step), 3);
                    r += weight * pixel[0];
                    g += weight * pixel[1];
                    b += weight * pixel[2];
                }

                Span<float> result = target.Slice(start + (at * step), 3);
                (result[0], result[1], result[2]) = (r * scale, g * scale, b * scale);
            }
        }
    }
}
