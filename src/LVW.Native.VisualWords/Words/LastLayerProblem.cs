using System.Numerics;

namespace LVW.Native.VisualWords.Words;

/// <summary>
/// The convex problem of the last layer on fixed word scores: F(W) = (1/N) Σ_n H(t_n, softmax(W·g_n)) + λ·Σ|W|, where t_n is a
/// distribution over classes (one-hot for labels, a blend for distillation).
/// </summary>
public sealed class LastLayerProblem
{
    private readonly double[] scores;
    private readonly double[] targets;

    /// <summary>States the problem.</summary>
    /// <param name="scores">g, [N, P], row by row.</param>
    /// <param name="targets">t, [N, C], each row a distribution.</param>
    /// <param name="words">P.</param>
    /// <param name="classes">C.</param>
    /// <param name="l1">λ, at least 0.</param>
    public LastLayerProblem(ReadOnlySpan<float> scores, ReadOnlySpan<float> targets, int words, int classes, double l1)
    {
        Rows = scores.Length / words;
        if ((long)Rows * words != scores.Length || (long)Rows * classes != targets.Length)
        {
            throw new ArgumentException($"LastLayer: {scores.Length} scores for {words} words do not match {targets.Length} targets for {classes} classes.");
        }

        this.scores = [.. scores.ToArray().Select(value => (double)value)];
        this.targets = [.. targets.ToArray().Select(value => (double)value)];
        Words = words;
        Classes = classes;
        L1 = l1;
    }

    /// <summary>N, pictures.</summary>
    public int Rows { get; }

    /// <summary>P, words.</summary>
    public int Words { get; }

    /// <summary>C, classes.</summary>
    public int Classes { get; }

    /// <summary>λ.</summary>
    public double L1 { get; }

    /// <summary>One-hot targets for labels.</summary>
    public static float[] OneHot(ReadOnlySpan<int> labels, int classes)
    {
        float[] targets = new float[labels.Length * classes];
        for (int n = 0; n < labels.Length; n++) targets[(n * classes) + labels[n]] = 1;
        return targets;
    }

    /// <summary>The whole objective.</summary>
    public double Objective(ReadOnlySpan<double> weights) => Smooth(weights, []) + (L1 * AbsoluteSum(weights));

    /// <summary>The cross-entropy part, and its gradient where one is wanted.</summary>
    /// <param name="weights">W, [C, P].</param>
    /// <param name="gradient">Room for C·P values, or none.</param>
    public double Smooth(ReadOnlySpan<double> weights, Span<double> gradient)
    {
        gradient.Clear();
        Span<double> logits = Classes <= 1024 ? stackalloc double[Classes] : new double[Classes];
        double loss = 0;
        for (int n = 0; n < Rows; n++)
        {
            ReadOnlySpan<double> row = scores.AsSpan(n * Words, Words);
            ReadOnlySpan<double> target = targets.AsSpan(n * Classes, Classes);
            double peak = double.NegativeInfinity;
            for (int c = 0; c < Classes; c++)
            {
                logits[c] = Dot(weights.Slice(c * Words, Words), row);
                peak = Math.Max(peak, logits[c]);
            }

            double sum = 0;
            for (int c = 0; c < Classes; c++) sum += Math.Exp(logits[c] - peak);
            double normalizer = peak + Math.Log(sum);
            for (int c = 0; c < Classes; c++)
            {
                loss += target[c] * (normalizer - logits[c]);
                if (!gradient.IsEmpty) AddScaled(gradient.Slice(c * Words, Words), (Math.Exp(logits[c] - normalizer) - target[c]) / Rows, row);
            }
        }

        return loss / Rows;
    }

    internal static double AbsoluteSum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values) sum += Math.Abs(value);
        return sum;
    }

    internal static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        int width = Vector<double>.Count;
        Vector<double> sum = default;
        int i = 0;
        for (; i + width <= a.Length; i += width) sum += new Vector<double>(a[i..]) * new Vector<double>(b[i..]);
        double total = Vector.Sum(sum);
        for (; i < a.Length; i++) total += a[i] * b[i];
        return total;
    }

    internal static void AddScaled(Span<double> target, double scale, ReadOnlySpan<double> values)
    {
        int width = Vector<double>.Count;
        int i = 0;
        for (; i + width <= target.Length; i += width) (new Vector<double>(target[i..]) + (scale * new Vector<double>(values[i..]))).CopyTo(target[i..]);
        for (; i < target.Length; i++) target[i] += scale * values[i];
    }
}
