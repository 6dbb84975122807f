using LVW.Native.Engine.Ops.Reduction;

namespace LVW.Native.Engine.Testing.Cases.Reduction;

/// <summary>Normalisation of rows to probabilities.</summary>
internal static class SoftmaxCases
{
    private static readonly Tolerance Approximated = new(3e-6, 1e-5, "exponentials by polynomial, and a sum of them");

    public static IEnumerable<OpCase> All =>
    [
        Case("Softmax", typeof(SoftmaxOp<Softmax>), x => x.Softmax(), (x, maximum, sum) => Math.Exp(x - maximum) / sum),
        Case("LogSoftmax", typeof(SoftmaxOp<LogSoftmax>), x => x.LogSoftmax(), (x, maximum, sum) => x - maximum - Math.Log(sum)),
    ];

    private static OpCase Case(string name, Type op, Func<Tensor, Tensor> apply, Func<double, double, double, double> element)
        => new(name, [op], Approximated, sampler =>
        {
            // Far from zero a softmax that does not subtract the maximum overflows.
            double shift = sampler.Pick(0.0, 100.0, -100.0);

            // Two classes at least: with one, the answer does not depend on x and its scale is 0.
            Shape shape = sampler.AnyShape(atLeast: 1);
            shape = shape.With(-1, shape[^1] + 1);
            return new OpProblem
            {
                Inputs = [sampler.Input("x", shape, shift - 3, shift + 3)],
                Apply = t => apply(t[0]),
                Reference = t => Rows(t[0], element),
            };
        });

    private static DoubleTensor Rows(DoubleTensor x, Func<double, double, double, double> element)
    {
        DoubleTensor rows = x.AsRows();
        var result = new DoubleTensor(rows.Shape);
        for (int m = 0; m < rows.Shape[0]; m++)
        {
            double maximum = double.NegativeInfinity;
            for (int c = 0; c < rows.Shape[1]; c++) maximum = Math.Max(maximum, rows[m, c]);
            double sum = 0;
            for (int c = 0; c < rows.Shape[1]; c++) sum += Math.Exp(rows[m, c] - maximum);
            for (int c = 0; c < rows.Shape[1]; c++) result[m, c] = element(rows[m, c], maximum, sum);
        }

        return result.Reshape(x.Shape);
    }
}
