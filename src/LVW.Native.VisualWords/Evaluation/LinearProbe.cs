using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>
/// A linear layer fitted to convergence on fixed features, as representations are commonly judged (Kornblith, Shlens and Le 2019): softmax regression with a
/// bias and a penalty of ½μ·ΣW² on features of mean 0 and deviation 1, its strength chosen on training pictures that are held out of a first
/// fit. All features are fitted alike, so that they can be compared.
/// </summary>
public sealed class LinearProbe
{
    private static readonly double[] Penalties = [1, 0.3, 0.1, 3e-2, 1e-2, 3e-3, 1e-3, 3e-4];
    private const int HeldOutShare = 5;
    private const double Tolerance = 1e-6;

    // A feature that varies less tells nothing that rounding does not.
    private const double LeastDeviation = 1e-6;

    private LinearProbe(float[] weights, float[] bias, double penalty) => (Weights, Bias, Penalty) = (weights, bias, penalty);

    /// <summary>W, [C, F], for the features as they come.</summary>
    public float[] Weights { get; }

    /// <summary>What is added to the logits, [C].</summary>
    public float[] Bias { get; }

    /// <summary>μ, as it was chosen.</summary>
    public double Penalty { get; }

    /// <summary>C.</summary>
    public int Classes => Bias.Length;

    /// <summary>F.</summary>
    public int Features => Weights.Length / Classes;

    /// <summary>Fits a probe.</summary>
    /// <param name="features">[N, F], at least one row of each class.</param>
    /// <param name="labels">True classes, [N].</param>
    /// <param name="groups">What row belongs to which picture: views of one picture are held out together.</param>
    /// <param name="classes">C.</param>
    public static LinearProbe Fit(float[] features, int[] labels, int[] groups, int classes)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(groups);
        int width = features.Length / labels.Length;
        bool[] held = HeldOut(labels, groups);
        double penalty = Penalties[^1];
        if (held.Contains(true))
        {
            (float[] X, int[] Y) Part(bool wanted)
            {
                int[] rows = [.. Enumerable.Range(0, labels.Length).Where(n => held[n] == wanted)];
                return ([.. rows.SelectMany(n => new ArraySegment<float>(features, n * width, width))], [.. rows.Select(n => labels[n])]);
            }

            (float[] x, int[] y) = Part(false);
            (float[] judgedX, int[] judgedY) = Part(true);
            double best = double.PositiveInfinity;
            foreach (double one in Penalties)
            {
                double loss = Solve(x, y, width, classes, one).CrossEntropy(judgedX, judgedY);
                if (loss >= best) continue;
                (best, penalty) = (loss, one);
            }
        }

        return Solve(features, labels, width, classes, penalty);
    }

    /// <summary>Logits of features [N, F], [N, C].</summary>
    public float[] Logits(ReadOnlySpan<float> features)
    {
        int rows = features.Length / Features;
        float[] logits = new float[rows * Classes];
        for (int n = 0; n < rows; n++)
        {
            ReadOnlySpan<float> row = features.Slice(n * Features, Features);
            for (int c = 0; c < Classes; c++)
            {
                double sum = Bias[c];
                for (int f = 0; f < Features; f++) sum += (double)Weights[(c * Features) + f] * row[f];
                logits[(n * Classes) + c] = (float)sum;
            }
        }

        return logits;
    }

    private double CrossEntropy(float[] features, int[] labels)
    {
        float[] logits = Logits(features);
        return Enumerable.Range(0, labels.Length).Average(n => -Math.Log(Math.Max(1e-30, Ranking.Softmax(logits.AsSpan(n * Classes, Classes))[labels[n]])));
    }

    private static LinearProbe Solve(float[] x, int[] y, int width, int classes, double penalty)
    {
        (double[] mean, double[] scale) = Moments(x, width);

        // A last feature that is always 1, and free of the penalty, gives the bias.
        float[] rows = new float[y.Length * (width + 1)];
        for (int n = 0; n < y.Length; n++)
        {
            for (int f = 0; f < width; f++) rows[(n * (width + 1)) + f] = (float)((x[(n * width) + f] - mean[f]) * scale[f]);
            rows[(n * (width + 1)) + width] = 1;
        }

        bool[] free = [.. Enumerable.Range(0, classes * (width + 1)).Select(i => i % (width + 1) == width)];
        var problem = new LastLayerProblem(rows, LastLayerProblem.OneHot(y, classes), width + 1, classes, l1: 0, free, penalty);
        float[] found = LastLayerFit.Solve(problem, new float[classes * (width + 1)], tolerance: Tolerance).Weights;
        (float[] weights, float[] bias) = (new float[classes * width], new float[classes]);
        for (int c = 0; c < classes; c++)
        {
            double shift = found[(c * (width + 1)) + width];
            for (int f = 0; f < width; f++)
            {
                double weight = found[(c * (width + 1)) + f] * scale[f];
                weights[(c * width) + f] = (float)weight;
                shift -= weight * mean[f];
            }

            bias[c] = (float)shift;
        }

        return new LinearProbe(weights, bias, penalty);
    }

    // Means and inverse deviations of the columns; 0 for a column that does not vary.
    private static (double[] Mean, double[] Scale) Moments(float[] x, int width)
    {
        int rows = x.Length / width;
        (double[] mean, double[] scale) = (new double[width], new double[width]);
        for (int f = 0; f < width; f++)
        {
            for (int n = 0; n < rows; n++) mean[f] += x[(n * width) + f] / (double)rows;
            double variance = 0;
            for (int n = 0; n < rows; n++) variance += Math.Pow(x[(n * width) + f] - mean[f], 2) / rows;
            double deviation = Math.Sqrt(variance);
            scale[f] = deviation <= LeastDeviation * Math.Abs(mean[f]) || deviation == 0 ? 0 : 1 / deviation;
        }

        return (mean, scale);
    }

    // The last fifth of each class's pictures, so that neighbours, often near-duplicates, stay together; none of a class of one picture.
    private static bool[] HeldOut(int[] labels, int[] groups)
    {
        HashSet<int> held =
        [
            .. groups.Zip(labels).Distinct().GroupBy(entry => entry.Second)
                .SelectMany(pictures => pictures.Select(entry => entry.First).Order().TakeLast(Math.Min(pictures.Count() - 1, (pictures.Count() + HeldOutShare - 1) / HeldOutShare))),
        ];
        return [.. groups.Select(held.Contains)];
    }
}
