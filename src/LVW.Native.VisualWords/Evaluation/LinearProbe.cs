using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>
/// A linear layer fitted to convergence on fixed features: softmax regression with a penalty on Σ|W|, whose strength is chosen on
/// training pictures that are held out of a first fit. All features are fitted alike, so that they can be compared.
/// </summary>
public sealed class LinearProbe
{
    private static readonly double[] Penalties = [1e-2, 3e-3, 1e-3, 3e-4, 1e-4];
    private const int HeldOutShare = 5;
    private const double Tolerance = 1e-6;

    private LinearProbe(float[] weights, double l1, int classes) => (Weights, L1, Classes) = (weights, l1, classes);

    /// <summary>W, [C, F].</summary>
    public float[] Weights { get; }

    /// <summary>The penalty that was chosen, on features scaled to a mean square of 1.</summary>
    public double L1 { get; }

    /// <summary>C.</summary>
    public int Classes { get; }

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
        float scale = (float)(1 / Math.Sqrt(Math.Max(1e-12, features.Average(value => (double)value * value))));
        float[] scaled = [.. features.Select(value => value * scale)];
        bool[] held = HeldOut(labels, groups);
        double l1 = Penalties[^1];
        if (held.Contains(true))
        {
            (float[] X, int[] Y) Part(bool wanted)
            {
                int[] rows = [.. Enumerable.Range(0, labels.Length).Where(n => held[n] == wanted)];
                return ([.. rows.SelectMany(n => new ArraySegment<float>(scaled, n * width, width))], [.. rows.Select(n => labels[n])]);
            }

            (float[] x, int[] y) = Part(false);
            (float[] judgedX, int[] judgedY) = Part(true);
            float[] start = new float[classes * width];
            double best = double.PositiveInfinity;
            foreach (double penalty in Penalties)
            {
                start = Solve(x, y, width, classes, penalty, start);
                double loss = new LastLayerProblem(judgedX, LastLayerProblem.OneHot(judgedY, classes), width, classes, 0).Objective([.. start.Select(value => (double)value)]);
                if (loss >= best) continue;
                (best, l1) = (loss, penalty);
            }
        }

        float[] weights = Solve(scaled, labels, width, classes, l1, new float[classes * width]);
        return new LinearProbe([.. weights.Select(value => value * scale)], l1, classes);
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
                double sum = 0;
                for (int f = 0; f < Features; f++) sum += (double)Weights[(c * Features) + f] * row[f];
                logits[(n * Classes) + c] = (float)sum;
            }
        }

        return logits;
    }

    private static float[] Solve(float[] x, int[] y, int width, int classes, double l1, float[] start)
        => LastLayerFit.Solve(new LastLayerProblem(x, LastLayerProblem.OneHot(y, classes), width, classes, l1), start, tolerance: Tolerance).Weights;

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
