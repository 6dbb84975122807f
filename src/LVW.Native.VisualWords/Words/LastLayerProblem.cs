using System.Numerics;

namespace LVW.Native.VisualWords.Words;

/// <summary>
/// The convex problem of the last layer on fixed word scores: F(W) = (1/N) Σ_n H(t_n, softmax(W·g_n)) + λ·Σ|W|, where t_n is a
/// distribution over classes (one-hot for labels); with a teacher, besides it (a·T²/N) Σ_n H(q_n, softmax(W·g_n / T)).
/// </summary>
public sealed class LastLayerProblem
{
    private const int ChunkRows = 256;

    private const int Blocks = 16;

    private readonly double[] scores;
    private readonly double[] targets;
    private readonly double[] taught = [];
    private readonly double share;
    private readonly double temperature = 1;

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

    /// <summary>Adds a teacher to a problem: distillation after Hinton, Vinyals and Dean 2015.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="teacherLogits">The teacher's logits, [N, C].</param>
    /// <param name="share">a, the weight of the teacher.</param>
    /// <param name="temperature">T, above 0.</param>
    public LastLayerProblem(LastLayerProblem problem, ReadOnlySpan<float> teacherLogits, double share, double temperature)
    {
        ArgumentNullException.ThrowIfNull(problem);
        (scores, targets, Rows, Words, Classes, L1) = (problem.scores, problem.targets, problem.Rows, problem.Words, problem.Classes, problem.L1);
        (this.share, this.temperature) = (share, temperature);
        if (teacherLogits.Length != targets.Length) throw new ArgumentException($"LastLayer: {teacherLogits.Length} teacher logits for {targets.Length} targets.");
        taught = new double[targets.Length];
        double[] logits = [.. teacherLogits.ToArray().Select(value => (double)value)];
        for (int start = 0; start < taught.Length; start += Classes) _ = Softmax(logits.AsSpan(start, Classes), temperature, taught.AsSpan(start, Classes));
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
    /// <remarks>Rows are summed in a fixed number of blocks and the blocks in order: the result does not depend on how many threads run.</remarks>
    public double Smooth(ReadOnlySpan<double> weights, Span<double> gradient)
    {
        double[] given = weights.ToArray();
        double[] losses = new double[Blocks];
        double[][] gradients = new double[Blocks][];
        bool wanted = !gradient.IsEmpty;
        Parallel.For(0, Blocks, block =>
        {
            gradients[block] = wanted ? new double[given.Length] : [];
            losses[block] = Block(block, given, gradients[block]);
        });
        gradient.Clear();
        if (wanted)
        {
            foreach (double[] part in gradients) AddScaled(gradient, 1.0 / Rows, part);
        }

        return losses.Sum() / Rows;
    }

    private double Block(int block, double[] weights, Span<double> gradient)
    {
        Span<double> logits = new double[Classes], hard = new double[Classes], soft = new double[Classes];
        double loss = 0;
        int end = (int)((long)Rows * (block + 1) / Blocks);
        for (int n = (int)((long)Rows * block / Blocks); n < end; n++)
        {
            ReadOnlySpan<double> row = scores.AsSpan(n * Words, Words);
            for (int c = 0; c < Classes; c++) logits[c] = Dot(weights.AsSpan(c * Words, Words), row);
            double normalizer = Softmax(logits, 1, hard);
            double softNormalizer = taught.Length > 0 ? Softmax(logits, temperature, soft) : 0;
            for (int c = 0; c < Classes; c++)
            {
                double target = targets[(n * Classes) + c];
                loss += target * (normalizer - logits[c]);
                double slope = hard[c] - target;
                if (taught.Length > 0)
                {
                    double wish = taught[(n * Classes) + c];
                    loss += share * temperature * temperature * wish * (softNormalizer - (logits[c] / temperature));
                    slope += share * temperature * (soft[c] - wish);
                }

                if (!gradient.IsEmpty) AddScaled(gradient.Slice(c * Words, Words), slope, row);
            }
        }

        return loss;
    }

    // softmax(x / T); returns ln Σ exp(x / T).
    private static double Softmax(ReadOnlySpan<double> values, double temperature, Span<double> probabilities)
    {
        double peak = double.NegativeInfinity;
        foreach (double value in values) peak = Math.Max(peak, value / temperature);
        double sum = 0;
        for (int c = 0; c < values.Length; c++) sum += probabilities[c] = Math.Exp((values[c] / temperature) - peak);
        foreach (ref double probability in probabilities) probability /= sum;
        return peak + Math.Log(sum);
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
