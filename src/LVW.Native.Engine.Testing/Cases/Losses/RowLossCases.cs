using System.Globalization;
using LVW.Native.Engine.Ops.Losses;

namespace LVW.Native.Engine.Testing.Cases.Losses;

/// <summary>Losses between two tensors of one shape; both have gradients.</summary>
internal static class RowLossCases
{
    private static readonly Tolerance Approximated = new(5e-6, 2e-5, "exponentials by polynomial, sums of them, and differences of logarithms");

    public static IEnumerable<OpCase> All => [MeanSquaredError, SoftCrossEntropy, KlDivergence];

    private static OpCase MeanSquaredError => new(
        "MeanSquaredError", [typeof(MeanSquaredErrorOp)], new Tolerance(2e-6, 3e-6, "a sum of squares in float32, split into partial sums"), sampler =>
        {
            Shape shape = sampler.AnyShape();
            return new OpProblem
            {
                Inputs = [sampler.Input("x", shape), sampler.Input("target", shape)],
                Apply = t => t[0].MeanSquaredError(t[1]),
                Reference = t => DoubleTensor.Scalar(t[0].Zip(t[1], (x, target) => (x - target) * (x - target)).Values.Average()),
            };
        });

    private static OpCase SoftCrossEntropy => new("CrossEntropy, with probabilities", [typeof(RowLossOp<SoftCrossEntropy>)], Approximated, sampler =>
    {
        Shape shape = Logits(sampler);
        return new OpProblem
        {
            Inputs = [sampler.Input("logits", shape, -3, 3), sampler.Input("targets", shape, 0, 1)],
            Apply = t => t[0].CrossEntropy(t[1]),
            Reference = t => DoubleTensor.Scalar(-LogSoftmax(t[0], 1).Zip(t[1], (log, target) => log * target).Values.Sum() / shape[0]),
        };
    });

    private static OpCase KlDivergence => new("KlDivergence", [typeof(RowLossOp<KlDivergence>)], Approximated, sampler =>
    {
        Shape shape = Logits(sampler);
        float temperature = sampler.Pick(1f, 2f, 4.5f);
        return new OpProblem
        {
            Inputs = [sampler.Input("logits", shape, -3, 3), sampler.Input("targets", shape, -3, 3)],
            Apply = t => t[0].KlDivergence(t[1], temperature),
            Reference = t =>
            {
                DoubleTensor q = LogSoftmax(t[0], temperature), p = LogSoftmax(t[1], temperature);
                return DoubleTensor.Scalar(temperature * temperature * p.Zip(q, (p, q) => Math.Exp(p) * (p - q)).Values.Sum() / shape[0]);
            },
            Geometry = string.Create(CultureInfo.InvariantCulture, $"temperature {temperature}"),
        };
    });

    // Two classes at least: with one, the divergence is 0 and so is its scale.
    private static Shape Logits(Sampler sampler) => [sampler.Extent(), 1 + sampler.Channels()];

    private static DoubleTensor LogSoftmax(DoubleTensor x, double temperature)
        => DoubleTensor.From(x.Shape[0], x.Shape[1], (n, c) =>
        {
            double sum = 0;
            for (int j = 0; j < x.Shape[1]; j++) sum += Math.Exp(x[n, j] / temperature);
            return (x[n, c] / temperature) - Math.Log(sum);
        });
}
