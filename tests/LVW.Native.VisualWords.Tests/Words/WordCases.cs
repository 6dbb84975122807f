using LVW.Native.Engine;
using LVW.Native.Engine.Testing;
using LVW.Native.VisualWords.Losses;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Tests.Words;

/// <summary>The cases of the ops that visual words add to the engine's.</summary>
internal static class WordCases
{
    public static IReadOnlyList<OpCase> All { get; } = [LogSimilarity, Alignment(alignCorners: false), Alignment(alignCorners: true)];

    public static OpCase Find(string name) => All.Single(opCase => opCase.Name == name);

    private static OpCase LogSimilarity => new(
        "LogSimilarity", [typeof(LogSimilarity)], new Tolerance(2e-6, 2e-6, "a quotient and a logarithm by polynomial"), sampler =>
        {
            float epsilon = sampler.Pick(LVW.Native.VisualWords.Words.LogSimilarity.DefaultEpsilon, 1e-2f, 0.5f);
            return new OpProblem
            {
                // Nearer to 0 the central difference of the reference itself is inexact; LogSimilarityTests go there.
                Inputs = [sampler.Input("d", sampler.AnyShape(), 0.05, 20)],
                Apply = t => t[0].LogSimilarity(epsilon),
                Reference = t => t[0].Map(d => Math.Log((d + 1) / (d + epsilon))),
                Geometry = $"epsilon {epsilon}",
            };
        });

    private static OpCase Alignment(bool alignCorners) => new(
        alignCorners ? "AttentionAlignment, corners aligned" : "AttentionAlignment",
        [typeof(AttentionAlignmentOp)],
        new Tolerance(5e-6, 2e-5, "interpolated values and weights in float32; gradients are sums over pixels that partly cancel"),
        sampler =>
        {
            // A map of one value normalises to 1 − δ / value: its gradient is what rounding leaves of a total cancellation.
            Shape shape = sampler.Pictures(atLeast: 2);
            (int height, int width) = (sampler.Between(2, 2 + (3 * sampler.Size)), sampler.Between(2, 2 + (3 * sampler.Size)));
            var options = new AttentionAlignmentOptions(sampler.Between(1, Math.Min(shape[3], 10)), height, width, alignCorners);
            return new OpProblem
            {
                Inputs =
                [
                    sampler.Input("similarity", shape, 0.2, 9),
                    sampler.Distinct("scores", [shape[0], shape[3]]).Constant(),
                    sampler.Input("attention", [shape[0], sampler.Extent(), sampler.Extent()], 0, 1).Constant(),
                ],
                Apply = t => AttentionAlignmentOp.Apply(t[0], t[1], t[2], options),
                Reference = t => DoubleTensor.Scalar(Enumerable.Range(0, shape[0]).Average(n => PictureLoss(t[0], t[1], t[2], n, options))),
                Geometry = $"K = {options.Words}, to {height} × {width}",
            };
        });

    private static double PictureLoss(DoubleTensor similarity, DoubleTensor scores, DoubleTensor attention, int n, AttentionAlignmentOptions options)
    {
        double[] merged = new double[options.Height * options.Width];
        foreach (int j in Enumerable.Range(0, similarity.Shape[3]).OrderBy(j => scores[n, j]).Take(options.Words))
        {
            double[] map = Upsampled(similarity.Shape[1], similarity.Shape[2], options, (y, x) => similarity[n, y, x, j]);
            for (int q = 0; q < map.Length; q++) merged[q] = Math.Max(merged[q], map[q]);
        }

        double[] target = Upsampled(attention.Shape[1], attention.Shape[2], options, (y, x) => attention[n, y, x]);
        double largest = merged.Max() + options.Delta;
        return merged.Zip(target, (value, wanted) => ((value / largest) - wanted) * ((value / largest) - wanted)).Average();
    }

    /// <summary>Each pixel of the target is a blend of the four cells around its place.</summary>
    private static double[] Upsampled(int height, int width, AttentionAlignmentOptions options, Func<int, int, double> map)
    {
        double[] pixels = new double[options.Height * options.Width];
        for (int q = 0; q < pixels.Length; q++)
        {
            double row = Place(q / options.Width, height, options.Height, options.AlignCorners);
            double column = Place(q % options.Width, width, options.Width, options.AlignCorners);
            (int top, int left) = ((int)row, (int)column);
            (int bottom, int right) = (Math.Min(top + 1, height - 1), Math.Min(left + 1, width - 1));
            (double down, double along) = (row - top, column - left);
            pixels[q] = ((1 - down) * (((1 - along) * map(top, left)) + (along * map(top, right))))
                + (down * (((1 - along) * map(bottom, left)) + (along * map(bottom, right))));
        }

        return pixels;
    }

    private static double Place(int i, int source, int target, bool alignCorners) => alignCorners
        ? target == 1 ? 0 : i * (source - 1.0) / (target - 1.0)
        : Math.Clamp(((i + 0.5) * source / target) - 0.5, 0, source - 1);
}
