namespace LVW.Native.VisualWords.Evaluation;

/// <summary>
/// SSIM (Wang, Bovik, Sheikh, Simoncelli 2004) of two maps in [0, 1]: the mean over all windows of 11×11 points, weighted by a Gaussian of deviation 1.5, of
/// (2μ_a μ_b + C₁)(2σ_ab + C₂) / ((μ_a² + μ_b² + C₁)(σ_a² + σ_b² + C₂)) with C₁ = 0.01² and C₂ = 0.03².
/// </summary>
public static class StructuralSimilarity
{
    private const int Window = 11;
    private const double Deviation = 1.5;
    private const double C1 = 0.01 * 0.01;
    private const double C2 = 0.03 * 0.03;

    /// <summary>The similarity, −1 to 1; 1 for equal maps.</summary>
    /// <param name="a">side · side values in [0, 1].</param>
    /// <param name="b">As many values.</param>
    /// <param name="side">Points of a side, at least 11.</param>
    public static double Measure(ReadOnlySpan<float> a, ReadOnlySpan<float> b, int side)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(side, Window);
        if (a.Length != side * side || b.Length != a.Length)
        {
            throw new ArgumentException($"StructuralSimilarity: the maps hold {a.Length} and {b.Length} values but a side of {side} has {side * side}.", nameof(b));
        }

        double[] kernel = [.. Enumerable.Range(-(Window / 2), Window).Select(i => Math.Exp(-0.5 * i * i / (Deviation * Deviation)))];
        double total = kernel.Sum();
        for (int i = 0; i < Window; i++) kernel[i] /= total;
        int points = side * side;
        double[][] moments = [.. Enumerable.Range(0, 5).Select(_ => new double[points])];
        for (int i = 0; i < a.Length; i++)
        {
            (double x, double y) = (a[i], b[i]);
            (moments[0][i], moments[1][i], moments[2][i], moments[3][i], moments[4][i]) = (x, y, x * x, y * y, x * y);
        }

        double[][] means = [.. moments.Select(moment => Filtered(moment, side, kernel))];
        double sum = 0;
        for (int i = 0; i < means[0].Length; i++)
        {
            (double meanA, double meanB) = (means[0][i], means[1][i]);
            double varianceA = means[2][i] - (meanA * meanA);
            double varianceB = means[3][i] - (meanB * meanB);
            double covariance = means[4][i] - (meanA * meanB);
            sum += ((2 * meanA * meanB) + C1) * ((2 * covariance) + C2) / (((meanA * meanA) + (meanB * meanB) + C1) * (varianceA + varianceB + C2));
        }

        return sum / means[0].Length;
    }

    // Windows that lie inside the map.
    private static double[] Filtered(double[] values, int side, double[] kernel)
    {
        int inner = side - Window + 1;
        double[] rows = new double[side * inner];
        for (int y = 0; y < side; y++)
        {
            for (int x = 0; x < inner; x++)
            {
                double sum = 0;
                for (int i = 0; i < Window; i++) sum += kernel[i] * values[(y * side) + x + i];
                rows[(y * inner) + x] = sum;
            }
        }

        double[] both = new double[inner * inner];
        for (int y = 0; y < inner; y++)
        {
            for (int x = 0; x < inner; x++)
            {
                double sum = 0;
                for (int i = 0; i < Window; i++) sum += kernel[i] * rows[((y + i) * inner) + x];
                both[(y * inner) + x] = sum;
            }
        }

        return both;
    }
}
