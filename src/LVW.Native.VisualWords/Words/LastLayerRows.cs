using System.Numerics;

namespace LVW.Native.VisualWords.Words;

/// <summary>
/// The sums over pictures behind a <see cref="LastLayerProblem"/>: scores and targets in rows of whole vectors, gone through a few rows
/// at a time, so that the scores that give the logits are still in the cache when they give the gradient.
/// </summary>
internal sealed unsafe class LastLayerRows
{
    // Rows whose scores, logits and slopes fit a core's cache: whole tiles.
    private const int Together = 10 * DoubleTile.Rows;

    private readonly int words;
    private readonly int classes;
    private readonly int wordStride;
    private readonly int classStride;
    private readonly AlignedDoubles scores;
    private readonly AlignedDoubles targets;
    private readonly AlignedDoubles padding;

    public LastLayerRows(ReadOnlySpan<float> scores, ReadOnlySpan<float> targets, int rows, int words, int classes)
    {
        (this.words, this.classes) = (words, classes);
        int columns = DoubleTile.Columns;

        // An odd number of tiles keeps the same word of neighbouring rows in different sets of the cache.
        wordStride = DoubleTile.RoundUp(words, columns);
        if (wordStride / columns % 2 == 0) wordStride += columns;
        classStride = DoubleTile.RoundUp(DoubleTile.RoundUp(classes, DoubleTile.Rows), columns);
        this.scores = Spread(scores, rows, words, wordStride);
        this.targets = Spread(targets, rows, classes, classStride);
        padding = new AlignedDoubles(classStride);
        padding.Slice(classes, classStride - classes).Fill(double.NegativeInfinity);
    }

    /// <summary>Elements of weights laid out by <see cref="PackWeights"/>.</summary>
    public int PackedLength => words * classStride;

    /// <summary>Elements of a block's gradient: a row of words for each class, both filled up.</summary>
    public int GradientLength => DoubleTile.RoundUp(classes, DoubleTile.Rows) * wordStride;

    /// <summary>Elements of a block's logits and slopes.</summary>
    public int ScratchLength => 2 * Together * classStride;

    /// <summary>From one class to the next in a block's gradient.</summary>
    public int GradientStride => wordStride;

    /// <summary>Targets laid out like these, for a teacher's.</summary>
    public AlignedDoubles SpreadTargets(ReadOnlySpan<float> values, int rows) => Spread(values, rows, classes, classStride);

    /// <summary>A row of targets with its padding.</summary>
    public Span<double> TargetRow(AlignedDoubles rows, int n) => rows.Slice((long)n * classStride, classStride);

    /// <summary>W, [C, P], as panels of a vector or two of classes: panel, word, class.</summary>
    public void PackWeights(ReadOnlySpan<double> weights, AlignedDoubles packed)
    {
        int columns = DoubleTile.Columns;
        for (int c = 0; c < classes; c++)
        {
            double* panel = packed.Pointer + ((long)(c / columns) * words * columns) + (c % columns);
            for (int j = 0; j < words; j++) panel[j * columns] = weights[(c * words) + j];
        }
    }

    /// <summary>The loss of some rows, and their gradient on top of what is there where one is wanted.</summary>
    public double Add(int first, int end, AlignedDoubles packed, AlignedDoubles scratch, AlignedDoubles? gradient, in Teacher teacher)
    {
        double loss = 0;
        double* logits = scratch.Pointer;
        double* slopes = logits + ((long)Together * classStride);
        int columns = DoubleTile.Columns;
        for (int n = first; n < end; n += Together)
        {
            int count = Math.Min(Together, end - n);
            double* block = scores.Pointer + ((long)n * wordStride);
            for (int c = 0; c < classes; c += columns)
            {
                double* panel = packed.Pointer + ((long)c * words);
                for (int r = 0; r < count; r += DoubleTile.Rows)
                {
                    DoubleTile.Multiply(block + (r * wordStride), wordStride, 1, panel, columns, words, logits + (r * classStride) + c, classStride, accumulate: false);
                }
            }

            for (int r = 0; r < count; r++) loss += Row(logits + (r * classStride), slopes + (r * classStride), n + r, teacher);
            if (gradient is null) continue;
            for (int j = 0; j < wordStride; j += columns)
            {
                for (int c = 0; c < classes; c += DoubleTile.Rows)
                {
                    DoubleTile.Multiply(slopes + c, 1, classStride, block + j, wordStride, count, gradient.Pointer + ((long)c * wordStride) + j, wordStride, accumulate: true);
                }
            }
        }

        return loss;
    }

    /// <summary>softmax(x / T) of a padded row; returns ln Σ exp(x / T).</summary>
    public double Softmax(double* values, double temperature, double* probabilities)
    {
        int width = Vector<double>.Count;
        double inverse = 1 / temperature;
        var peaks = new Vector<double>(double.NegativeInfinity);
        for (int c = 0; c < classStride; c += width) peaks = Vector.Max(peaks, Vector.Load(values + c) + Vector.Load(padding.Pointer + c));
        double peak = double.NegativeInfinity;
        for (int i = 0; i < width; i++) peak = Math.Max(peak, peaks[i]);
        Vector<double> sums = default;
        for (int c = 0; c < classStride; c += width)
        {
            Vector<double> exponent = ((Vector.Load(values + c) - new Vector<double>(peak)) * inverse) + Vector.Load(padding.Pointer + c);
            Vector<double> power = Vector.Exp(exponent);
            power.Store(probabilities + c);
            sums += power;
        }

        double sum = Vector.Sum(sums);
        for (int c = 0; c < classStride; c += width) (Vector.Load(probabilities + c) * (1 / sum)).Store(probabilities + c);
        return (peak * inverse) + Math.Log(sum);
    }

    // H(t, softmax(z)) + a·T²·H(q, softmax(z/T)) and its derivative by z, softmax(z) − t + a·T·(softmax(z/T) − q). Rows of t and q sum to anything.
    private double Row(double* logits, double* slopes, int n, in Teacher teacher)
    {
        int width = Vector<double>.Count;
        double* target = targets.Pointer + ((long)n * classStride);
        var normalizer = new Vector<double>(Softmax(logits, 1, slopes));
        Vector<double> losses = default;
        for (int c = 0; c < classStride; c += width)
        {
            Vector<double> wish = Vector.Load(target + c);
            losses += wish * (normalizer - Vector.Load(logits + c));
            (Vector.Load(slopes + c) - wish).Store(slopes + c);
        }

        if (teacher.Taught is null) return Vector.Sum(losses);
        double* soft = stackalloc double[classStride];
        double* taught = teacher.Taught.Pointer + ((long)n * classStride);
        double inverse = 1 / teacher.Temperature;
        normalizer = new Vector<double>(Softmax(logits, teacher.Temperature, soft));
        Vector<double> softLosses = default;
        for (int c = 0; c < classStride; c += width)
        {
            Vector<double> wish = Vector.Load(taught + c);
            softLosses += wish * (normalizer - (Vector.Load(logits + c) * inverse));
            Vector<double> slope = teacher.Share * teacher.Temperature * (Vector.Load(soft + c) - wish);
            (Vector.Load(slopes + c) + slope).Store(slopes + c);
        }

        return Vector.Sum(losses) + (teacher.Share * teacher.Temperature * teacher.Temperature * Vector.Sum(softLosses));
    }

    // Rows beyond the last are zeros, which a tile may read.
    private static AlignedDoubles Spread(ReadOnlySpan<float> values, int rows, int count, int stride)
    {
        var spread = new AlignedDoubles((long)(rows + DoubleTile.Rows) * stride);
        for (int n = 0; n < rows; n++)
        {
            Span<double> row = spread.Slice((long)n * stride, count);
            for (int i = 0; i < count; i++) row[i] = values[(n * count) + i];
        }

        return spread;
    }

    /// <summary>A second set of targets.</summary>
    /// <param name="Taught">q, in padded rows; null where there is no teacher.</param>
    /// <param name="Share">a.</param>
    /// <param name="Temperature">T.</param>
    public readonly record struct Teacher(AlignedDoubles? Taught, double Share, double Temperature);
}
