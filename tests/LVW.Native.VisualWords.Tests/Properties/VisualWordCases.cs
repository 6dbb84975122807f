using LVW.Native.Engine;
using LVW.Native.Engine.Ops.Elementwise;
using LVW.Native.Engine.Ops.Reduction;
using LVW.Native.Engine.Testing;
using LVW.Native.VisualWords.Losses;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Tests.Properties;

/// <summary>The ops that visual words add to the engine's, each with its reference in double.</summary>
internal static class VisualWordCases
{
    public static IReadOnlyList<OpCase> All { get; } =
    [
        Similarity,
        Direction,
        .. Enum.GetValues<AlignmentMeasure>().SelectMany(measure => (IEnumerable<OpCase>)
        [
            Alignment(measure, alignCorners: false, wide: false),
            Alignment(measure, alignCorners: true, wide: false),
            Alignment(measure, alignCorners: false, wide: true),
            Alignment(measure, alignCorners: true, wide: true),
            DistanceAlignment(measure),
            ManyPixels(measure),
        ]),
    ];

    /// <summary>One large problem: for devices to agree on, for its reference would take minutes.</summary>
    public static OpCase LargeAlignment(Shape shape, AttentionAlignmentOptions options) => new(
        "AttentionAlignment, large", [typeof(AttentionAlignmentOp)], AlignmentTolerance, sampler => new OpProblem
        {
            Inputs =
            [
                sampler.Input("similarity", shape, 0.1, 9),
                sampler.OnGrid("scores", [shape[0], shape[3]]).Constant(),
                sampler.Input("attention", [shape[0], shape[1], shape[2]], 0, 1).Constant(),
            ],
            Apply = t => AttentionAlignmentOp.Apply(t[0], t[1], t[2], options),
            Reference = t => AlignmentReference.Loss(t[0], t[1], t[2], options),
            Geometry = options.ToString(),
        });

    private static Tolerance AlignmentTolerance
        => new(1e-5, 5e-5, "a mean over pixels of what two maps share or not; the gradient at the maximum, or at each pixel, holds a sum over all");

    private static OpCase Similarity => new(
        "LogSimilarity", [typeof(UnaryOp<LogSimilarity>)], new Tolerance(2e-6, 2e-6, "a logarithm by polynomial, corrected for the rounding of 1 + u"), sampler =>
            new OpProblem
            {
                Inputs = [sampler.Input("distances", sampler.AnyShape(), sampler.Pick(0.01, 10.0), 40)],
                Apply = t => t[0].LogSimilarity(),
                Reference = t => t[0].Map(d => Math.Log((d + 1) / (d + LogSimilarity.DefaultEpsilon))),
            });

    // Rows of some length: near 0 the direction turns faster than differences can follow.
    private static OpCase Direction => new(
        "UnitLength", [typeof(SumOp<Square>)], new Tolerance(2e-6, 1e-5, "a sum of squares, its root, and a quotient"), sampler =>
        {
            Shape shape = sampler.AnyShape(atLeast: 1);
            return new OpProblem
            {
                // Two numbers at least: one alone is 1 whatever it was.
                Inputs = [sampler.Input("x", shape.With(-1, shape[^1] + 1), sampler.Pick(-1.0, 0.2), 4)],
                Apply = t => t[0].UnitLength(),
                Reference = t => RowsOfUnitLength(t[0]),
            };
        });

    private static DoubleTensor RowsOfUnitLength(DoubleTensor x)
    {
        DoubleTensor rows = x.AsRows();
        var result = new DoubleTensor(rows.Shape);
        for (int m = 0; m < rows.Shape[0]; m++)
        {
            double squares = 1e-4;
            for (int k = 0; k < rows.Shape[1]; k++) squares += rows[m, k] * rows[m, k];
            for (int k = 0; k < rows.Shape[1]; k++) result[m, k] = rows[m, k] / Math.Sqrt(squares);
        }

        return result.Reshape(x.Shape);
    }

    // Wide maps fill whole vectors and leave a rest; the attention may be finer than they are.
    private static OpCase Alignment(AlignmentMeasure measure, bool alignCorners, bool wide) => new(
        $"AttentionAlignment, {measure}{(alignCorners ? ", corners aligned" : "")}{(wide ? ", wide" : "")}",
        [typeof(AttentionAlignmentOp)],
        AlignmentTolerance,
        sampler =>
        {
            int pictures = sampler.Between(1, 2), rows = sampler.Between(2, 4), columns = sampler.Between(2, 4), words = sampler.Between(2, 9);
            float delta = sampler.Pick(1e-5f, 0.3f);
            var options = wide
                ? new AttentionAlignmentOptions(sampler.Between(1, words), sampler.Between(2, 6), sampler.Between(16, 40), alignCorners, delta, Measure: measure)
                : new AttentionAlignmentOptions(sampler.Between(1, Math.Min(words, 3)), (2 * rows) + 1, (2 * columns) + 2, alignCorners, delta, Measure: measure);
            int finest = wide ? 50 : 4;
            return Aligned(sampler, [pictures, rows, columns, words], [pictures, sampler.Between(1, finest), sampler.Between(1, finest)], options);
        });

    // More pixels than are summed up together, by one thread or by one group.
    private static OpCase ManyPixels(AlignmentMeasure measure) => new(
        $"AttentionAlignment, {measure}, many pixels",
        [typeof(AttentionAlignmentOp)],
        AlignmentTolerance,
        sampler =>
        {
            int pictures = sampler.Between(1, 2);
            return Aligned(sampler, [pictures, 2, 3, 3], [pictures, 2, 3], new AttentionAlignmentOptions(2, 37, 61, Measure: measure));
        });

    private static OpProblem Aligned(Sampler sampler, Shape similarity, Shape attention, AttentionAlignmentOptions options)
    {
        ProblemInput scores = sampler.Distinct("scores", [similarity[0], similarity[3]]).Constant();
        return new OpProblem
        {
            Inputs = [Apart(sampler, similarity, scores, options), scores, sampler.Input("attention", attention, 0, 1).Constant()],
            Apply = t => AttentionAlignmentOp.Apply(t[0], t[1], t[2], options),
            Reference = t => AlignmentReference.Loss(t[0], t[1], t[2], options),
            Geometry = options.ToString(),
        };
    }

    // Similarities that win clearly, as the distances that they belong to: d = (1 − ε·eˢ)/(eˢ − 1).
    private static OpCase DistanceAlignment(AlignmentMeasure measure) => new(
        $"AttentionAlignment, {measure}, of distances", [typeof(AttentionAlignmentOp)], AlignmentTolerance, sampler =>
        {
            const float Epsilon = LogSimilarity.DefaultEpsilon;
            int pictures = sampler.Between(1, 2), rows = sampler.Between(2, 4), columns = sampler.Between(2, 4), words = sampler.Between(2, 9);
            var options = new AttentionAlignmentOptions(sampler.Between(1, Math.Min(words, 3)), (2 * rows) + 1, sampler.Between(5, 40), Epsilon: Epsilon, Measure: measure);
            ProblemInput scores = sampler.Distinct("scores", [pictures, words]).Constant();
            ProblemInput similarity = Apart(sampler, [pictures, rows, columns, words], scores, options, most: 3);
            for (int i = 0; i < similarity.Values.Length; i++)
            {
                double power = Math.Exp(similarity.Values[i]);
                similarity.Values[i] = (float)((1 - (Epsilon * power)) / (power - 1));
            }

            return new OpProblem
            {
                Inputs = [similarity, scores, sampler.Input("attention", [pictures, rows, columns], 0, 1).Constant()],
                Apply = t => AttentionAlignmentOp.Apply(t[0], t[1], t[2], options),
                Reference = t => AlignmentReference.Loss(t[0].Map(d => Math.Log((d + 1) / (d + Epsilon))), t[1], t[2], options),
                Geometry = options.ToString(),
            };
        });

    /// <summary>Similarities for which, at every pixel, one map clearly wins and, over all pixels, one pixel clearly is the maximum.</summary>
    private static ProblemInput Apart(Sampler sampler, Shape shape, ProblemInput scores, AttentionAlignmentOptions options, double most = 9)
    {
        const double Margin = 1e-4;
        var distances = new DoubleTensor(scores.Shape, Array.ConvertAll(scores.Values, value => (double)value));
        while (true)
        {
            ProblemInput drawn = sampler.Input("similarity", shape, 0.1, most);
            var similarity = new DoubleTensor(shape, Array.ConvertAll(drawn.Values, value => (double)value));
            if (AlignmentReference.SmallestMargin(similarity, distances, options) > Margin) return drawn;
        }
    }
}
