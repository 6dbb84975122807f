using LVW.Native.Engine.Ops.Elementwise;
using LVW.Native.Engine.Ops.Losses;
using LVW.Native.Engine.Ops.Reduction;

namespace LVW.Native.Engine.Testing.Cases.Losses;

/// <summary>The cases of <c>Ops/Losses</c>.</summary>
internal static class LossCases
{
    public static IEnumerable<OpCase> All => [CrossEntropy, L1Norm, .. RowLossCases.All];

    private static OpCase CrossEntropy => new(
        "CrossEntropy",
        [typeof(CrossEntropyOp)],
        new Tolerance(3e-6, 1e-5, "exponentials by polynomial, and sums of them"),
        sampler =>
        {
            Shape shape = [sampler.Extent(), sampler.Channels() + 1];
            int[] labels = sampler.Indices(shape[0], shape[1]);
            float smoothing = sampler.Pick(0f, 0.1f);
            return new OpProblem
            {
                Inputs = [sampler.Input("logits", shape, -3, 3)],
                Apply = t => t[0].CrossEntropy(t[0].Step.InputIndices(labels, [labels.Length]), smoothing),
                Reference = t => DoubleTensor.Scalar(MeanCrossEntropy(t[0], labels, smoothing)),
                Geometry = $"labels [{string.Join(", ", labels)}], smoothing {smoothing}",
            };
        });

    private static OpCase L1Norm => new(
        "L1Norm",
        [typeof(SumOp<Abs>)],
        new Tolerance(2e-6, 2e-6, "a sum in float32, split into partial sums"),
        sampler => new OpProblem
        {
            Inputs = [sampler.AwayFrom("x", sampler.AnyShape(), -2, 2, 0)],
            Apply = t => t[0].L1Norm(),
            Reference = t => DoubleTensor.Scalar(t[0].Values.Sum(Math.Abs)),
        });

    private static double MeanCrossEntropy(DoubleTensor logits, int[] labels, double smoothing)
    {
        int classes = logits.Shape[1];
        double loss = 0;
        for (int n = 0; n < labels.Length; n++)
        {
            double sum = 0;
            for (int c = 0; c < classes; c++) sum += Math.Exp(logits[n, c]);
            for (int c = 0; c < classes; c++)
            {
                double target = (c == labels[n] ? 1 - smoothing : 0) + (smoothing / classes);
                loss -= target * (logits[n, c] - Math.Log(sum));
            }
        }

        return loss / labels.Length;
    }
}
