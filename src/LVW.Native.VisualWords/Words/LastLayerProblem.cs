using System.Numerics;

namespace LVW.Native.VisualWords.Words;

/// <summary>
/// The convex problem of the last layer on fixed word scores: F(W) = (1/N) Σ_n H(t_n, softmax(W·g_n)) + λ·Σ|W|, where t_n is a
/// distribution over classes (one-hot for labels); with a teacher, besides it (a·T²/N) Σ_n H(q_n, softmax(W·g_n / T)). For probes, ½μ·ΣW² takes the place of
/// λ·Σ|W|.
/// </summary>
public sealed unsafe class LastLayerProblem
{
    private const int Blocks = 16;

    private readonly LastLayerRows rows;
    private readonly bool[]? free;
    private readonly LastLayerRows.Teacher teacher;
    private readonly AlignedDoubles packed;
    private readonly AlignedDoubles[] scratch = new AlignedDoubles[Blocks];
    private readonly AlignedDoubles[] gradients = new AlignedDoubles[Blocks];
    private readonly double[] losses = new double[Blocks];

    /// <summary>States the problem.</summary>
    /// <param name="scores">g, [N, P], row by row.</param>
    /// <param name="targets">t, [N, C], each row a distribution.</param>
    /// <param name="words">P.</param>
    /// <param name="classes">C.</param>
    /// <param name="l1">λ, at least 0.</param>
    /// <param name="free">Which weights the penalties leave out, [C, P]; null for none.</param>
    /// <param name="l2">μ, at least 0.</param>
    public LastLayerProblem(ReadOnlySpan<float> scores, ReadOnlySpan<float> targets, int words, int classes, double l1, bool[]? free = null, double l2 = 0)
    {
        Rows = scores.Length / words;
        if ((long)Rows * words != scores.Length || (long)Rows * classes != targets.Length)
        {
            throw new ArgumentException($"LastLayer: {scores.Length} scores for {words} words do not match {targets.Length} targets for {classes} classes.");
        }

        if (free is not null && free.Length != words * classes) throw new ArgumentException($"LastLayer: {free.Length} marks of free weights for {classes} classes and {words} words.");
        this.free = free;
        Words = words;
        Classes = classes;
        (L1, L2) = (l1, l2);
        rows = new LastLayerRows(scores, targets, Rows, words, classes);
        packed = new AlignedDoubles(rows.PackedLength);
        for (int block = 0; block < Blocks; block++)
        {
            scratch[block] = new AlignedDoubles(rows.ScratchLength);
            gradients[block] = new AlignedDoubles(rows.GradientLength);
        }
    }

    /// <summary>Adds a teacher to a problem: distillation after Hinton, Vinyals and Dean 2015.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="teacherLogits">The teacher's logits, [N, C].</param>
    /// <param name="share">a, the weight of the teacher.</param>
    /// <param name="temperature">T, above 0.</param>
    public LastLayerProblem(LastLayerProblem problem, ReadOnlySpan<float> teacherLogits, double share, double temperature)
    {
        ArgumentNullException.ThrowIfNull(problem);
        (rows, free, Rows, Words, Classes) = (problem.rows, problem.free, problem.Rows, problem.Words, problem.Classes);
        (L1, L2) = (problem.L1, problem.L2);
        (packed, scratch, gradients, losses) = (problem.packed, problem.scratch, problem.gradients, problem.losses);
        if (teacherLogits.Length != Rows * Classes) throw new ArgumentException($"LastLayer: {teacherLogits.Length} teacher logits for {Rows * Classes} targets.");
        AlignedDoubles taught = rows.SpreadTargets(teacherLogits, Rows);
        for (int n = 0; n < Rows; n++)
        {
            fixed (double* row = rows.TargetRow(taught, n)) _ = rows.Softmax(row, temperature, row);
        }

        teacher = new LastLayerRows.Teacher(taught, share, temperature);
    }

    /// <summary>N, pictures.</summary>
    public int Rows { get; }

    /// <summary>P, words.</summary>
    public int Words { get; }

    /// <summary>C, classes.</summary>
    public int Classes { get; }

    /// <summary>λ.</summary>
    public double L1 { get; }

    /// <summary>μ.</summary>
    public double L2 { get; }

    /// <summary>One-hot targets for labels.</summary>
    public static float[] OneHot(ReadOnlySpan<int> labels, int classes)
    {
        float[] targets = new float[labels.Length * classes];
        for (int n = 0; n < labels.Length; n++) targets[(n * classes) + labels[n]] = 1;
        return targets;
    }

    /// <summary>The whole objective.</summary>
    public double Objective(ReadOnlySpan<double> weights) => Smooth(weights, []) + Penalty(weights);

    /// <summary>λ·Σ|W| over the weights that are not free.</summary>
    public double Penalty(ReadOnlySpan<double> weights)
    {
        if (free is null) return L1 * AbsoluteSum(weights);
        double sum = 0;
        for (int i = 0; i < weights.Length; i++) sum += free[i] ? 0 : Math.Abs(weights[i]);
        return L1 * sum;
    }

    /// <summary>Whether λ leaves out a weight.</summary>
    /// <param name="weight">Its position in W.</param>
    internal bool IsFree(int weight) => L1 == 0 || (free is not null && free[weight]);

    /// <summary>All but λ·Σ|W|, and its gradient where one is wanted.</summary>
    /// <param name="weights">W, [C, P].</param>
    /// <param name="gradient">Room for C·P values, or none.</param>
    /// <remarks>
    /// Rows are summed in a fixed number of blocks and the blocks in order: the result does not depend on how many threads run. Not to be
    /// called by several threads at once.
    /// </remarks>
    public double Smooth(ReadOnlySpan<double> weights, Span<double> gradient)
    {
        bool wanted = !gradient.IsEmpty;
        rows.PackWeights(weights, packed);
        Parallel.For(0, Blocks, block =>
        {
            AlignedDoubles? target = wanted ? gradients[block] : null;
            target?.Slice(0, rows.GradientLength).Clear();
            losses[block] = rows.Add((int)((long)Rows * block / Blocks), (int)((long)Rows * (block + 1) / Blocks), packed, scratch[block], target, teacher);
        });
        if (wanted) Collect(gradient);
        return (losses.Sum() / Rows) + Shrink(weights, gradient);
    }

    private double Shrink(ReadOnlySpan<double> weights, Span<double> gradient)
    {
        double sum = 0;
        for (int i = 0; i < weights.Length && L2 > 0; i++)
        {
            if (free is not null && free[i]) continue;
            sum += weights[i] * weights[i];
            if (!gradient.IsEmpty) gradient[i] += L2 * weights[i];
        }

        return 0.5 * L2 * sum;
    }

    private void Collect(Span<double> gradient)
    {
        gradient.Clear();
        foreach (AlignedDoubles part in gradients)
        {
            for (int c = 0; c < Classes; c++) AddScaled(gradient.Slice(c * Words, Words), 1.0 / Rows, part.Slice((long)c * rows.GradientStride, Words));
        }
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
