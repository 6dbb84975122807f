using LVW.Native.Engine.Testing;
using LVW.Native.VisualWords.Losses;

namespace LVW.Native.VisualWords.Tests.Properties;

/// <summary>The attention alignment term from its definition, pixel by pixel.</summary>
internal static class AlignmentReference
{
    private const double SamePlace = 1e-12;

    /// <summary>Mean over pictures of the mean squared difference of A / (max A + δ) and G, or of 1 − their correlation.</summary>
    public static DoubleTensor Loss(DoubleTensor similarity, DoubleTensor scores, DoubleTensor attention, AttentionAlignmentOptions options)
    {
        double sum = 0;
        int pictures = similarity.Shape[0];
        for (int n = 0; n < pictures; n++)
        {
            double[,] merged = Merged(similarity, scores, n, options, out _);
            double[,] target = new double[options.Height, options.Width];
            for (int y = 0; y < options.Height; y++)
            {
                for (int x = 0; x < options.Width; x++)
                {
                    target[y, x] = Resampled((i, j) => attention[n, i, j], attention.Shape[1], attention.Shape[2], y, x, options);
                }
            }

            double[] a = [.. merged.Cast<double>()], g = [.. target.Cast<double>()];
            sum += options.Measure == AlignmentMeasure.Correlation ? 1 - Correlation(a, g, options.Delta) : SquaredError(a, g, options.Delta);
        }

        return DoubleTensor.Scalar(sum / pictures);
    }

    private static double SquaredError(double[] a, double[] g, double delta)
    {
        double maximum = a.Max();
        return a.Zip(g, (value, target) => Math.Pow((value / (maximum + delta)) - target, 2)).Average();
    }

    private static double Correlation(double[] a, double[] g, double delta)
    {
        (double mean, double wish) = (a.Average(), g.Average());
        double Variance(double[] values, double around) => values.Average(value => Math.Pow(value - around, 2)) + (delta * delta);
        return a.Zip(g, (value, target) => (value - mean) * (target - wish)).Average() / Math.Sqrt(Variance(a, mean) * Variance(g, wish));
    }

    /// <summary>How far the winners are ahead: of the second map at any pixel, and of the second value at the maximum.</summary>
    /// <remarks>Border pixels beyond the outermost cells show the same place: such ties have one gradient and do not count.</remarks>
    public static double SmallestMargin(DoubleTensor similarity, DoubleTensor scores, AttentionAlignmentOptions options)
    {
        double smallest = double.PositiveInfinity;
        for (int n = 0; n < similarity.Shape[0]; n++)
        {
            double[] pixels = [.. Merged(similarity, scores, n, options, out double margin).Cast<double>().OrderDescending()];
            smallest = Math.Min(smallest, Math.Min(margin, pixels[0] - pixels.FirstOrDefault(value => value < pixels[0] - SamePlace, double.NegativeInfinity)));
        }

        return smallest;
    }

    /// <summary>A: at every pixel the largest of the K nearest words' upsampled maps.</summary>
    private static double[,] Merged(DoubleTensor similarity, DoubleTensor scores, int n, AttentionAlignmentOptions options, out double margin)
    {
        int[] nearest = [.. Enumerable.Range(0, scores.Shape[1]).OrderBy(word => scores[n, word]).Take(options.Words)];
        double[,] merged = new double[options.Height, options.Width];
        margin = double.PositiveInfinity;
        for (int y = 0; y < options.Height; y++)
        {
            for (int x = 0; x < options.Width; x++)
            {
                double[] values =
                [
                    .. nearest
                        .Select(word => Resampled((i, j) => similarity[n, i, j, word], similarity.Shape[1], similarity.Shape[2], y, x, options))
                        .OrderDescending(),
                ];
                merged[y, x] = values[0];
                if (values.Length > 1) margin = Math.Min(margin, values[0] - values[1]);
            }
        }

        return merged;
    }

    private static double Resampled(Func<int, int, double> map, int rows, int columns, int y, int x, AttentionAlignmentOptions options)
    {
        double top = Place(y, rows, options.Height, options.AlignCorners), left = Place(x, columns, options.Width, options.AlignCorners);
        double sum = 0;
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++)
                sum += Math.Max(0, 1 - Math.Abs(top - i)) * Math.Max(0, 1 - Math.Abs(left - j)) * map(i, j);
        return sum;
    }

    private static double Place(int i, int source, int target, bool alignCorners)
    {
        if (alignCorners) return target == 1 ? 0 : i * (source - 1.0) / (target - 1.0);
        return Math.Clamp(((i + 0.5) * source / target) - 0.5, 0, source - 1);
    }
}
