using LVW.Native.Engine.Ops.Normalization;

namespace LVW.Native.Engine.Testing.Cases.Normalization;

/// <summary>The cases of <c>Ops/Normalization</c>.</summary>
internal static class NormalizationCases
{
    private const float Epsilon = 1e-5f;
    private const float Momentum = 0.1f;

    private static readonly Tolerance Centred = new(1e-5, 5e-5, "differences from a mean; the gradient takes two projections away from dy");

    public static IEnumerable<OpCase> All =>
    [
        Case("BatchNorm2d", training: true, residual: false, relu: false),
        Case("BatchNorm2d, with ReLU", training: true, residual: false, relu: true),
        Case("BatchNorm2d, with residual", training: true, residual: true, relu: false),
        Case("BatchNorm2d, with residual and ReLU", training: true, residual: true, relu: true),
        Case("BatchNorm2d, evaluation", training: false, residual: false, relu: false),
        Case("BatchNorm2d, evaluation with residual and ReLU", training: false, residual: true, relu: true),
        RunningStatistics,
    ];

    private static OpCase RunningStatistics => new("BatchNorm2d, running statistics", [], Centred, sampler =>
    {
        Shape shape = Rows(sampler);
        float[] mean = sampler.Values([shape[^1]]);
        float[] variance = sampler.Values([shape[^1]], 0.5, 2);
        return new OpProblem
        {
            Inputs = [sampler.Input("x", shape).Constant()],
            Apply = t =>
            {
                using Parameter runningMean = Running(t[0], mean);
                using Parameter runningVariance = Running(t[0], variance);
                Tensor ones = t[0].Step.Input(Enumerable.Repeat(1f, mean.Length).ToArray(), [mean.Length]);
                t[0].BatchNorm2d(ones, ones, runningMean, runningVariance, training: true, Momentum, Epsilon);
                return t[0].Step.Input([.. runningMean.ToArray(), .. runningVariance.ToArray()], [2, mean.Length]);
            },
            Reference = t => DoubleTensor.From(2, mean.Length, (row, c) =>
            {
                (double batchMean, double batchVariance, int count) = Moments(t[0].AsRows(), c);
                return row == 0
                    ? mean[c] + (Momentum * (batchMean - mean[c]))
                    : variance[c] + (Momentum * ((batchVariance * count / (count - 1)) - variance[c]));
            }),
        };
    });

    private static OpCase Case(string name, bool training, bool residual, bool relu)
        => new(name, [typeof(BatchNorm2dOp)], Centred, sampler =>
        {
            Shape shape = Rows(sampler);
            int channels = shape[^1];
            float[] mean = sampler.Values([channels]);
            float[] variance = sampler.Values([channels], 0.5, 2);
            ProblemInput[] inputs =
            [
                sampler.Input("x", shape),
                sampler.Input("gamma", [channels], 0.5, 1.5),
                sampler.Input("beta", [channels]),
                .. residual ? (ProblemInput[])[sampler.Input("residual", shape, -1, 1)] : [],
            ];
            DoubleTensor Evaluate(DoubleTensor[] t, bool cut) => Reference(t, mean, variance, training, cut);
            if (relu) MoveOffTheKink(inputs, problem => Evaluate(problem, cut: false));
            return new OpProblem
            {
                Inputs = inputs,
                Apply = t =>
                {
                    using Parameter runningMean = Running(t[0], mean);
                    using Parameter runningVariance = Running(t[0], variance);
                    return t[0].BatchNorm2d(
                        t[1], t[2], runningMean, runningVariance, training, Momentum, Epsilon, residual ? t[3] : default, relu);
                },
                Reference = t => Evaluate(t, relu),
            };
        });

    /// <summary>
    /// [N, H, W, C] or [N, C] with enough values per channel (with two, the gradient of x all but cancels) and enough channels that
    /// the gradients of gamma, sums of terms with mean 0, do not all happen to cancel.
    /// </summary>
    private static Shape Rows(Sampler sampler)
    {
        int channels = 4 + sampler.Channels();
        return sampler.Coin() ? [sampler.Between(6, 12), channels] : [sampler.Between(2, 3), sampler.Extent(2), sampler.Extent(2), channels];
    }

    private static Parameter Running(Tensor x, float[] values)
    {
        var parameter = new Parameter(x.Device, [values.Length], requiresGradient: false);
        parameter.Set(values);
        return parameter;
    }

    /// <summary>Shifts each channel by its beta so that the kink at 0 lies in the widest gap between the channel's outputs.</summary>
    private static void MoveOffTheKink(ProblemInput[] inputs, Func<DoubleTensor[], DoubleTensor> evaluate)
    {
        DoubleTensor rows = evaluate(new OpProblem { Inputs = inputs, Apply = t => t[0], Reference = t => t[0] }.InputsAsDoubles()).AsRows();
        for (int c = 0; c < rows.Shape[1]; c++)
        {
            double[] outputs = [.. Enumerable.Range(0, rows.Shape[0]).Select(m => rows[m, c]).Order()];
            int widest = Enumerable.Range(1, outputs.Length - 1).MaxBy(i => outputs[i] - outputs[i - 1]);
            inputs[2].Values[c] -= (float)((outputs[widest] + outputs[widest - 1]) / 2);
        }
    }

    private static DoubleTensor Reference(DoubleTensor[] t, float[] runningMean, float[] runningVariance, bool training, bool cut)
    {
        DoubleTensor x = t[0].AsRows();
        DoubleTensor? residual = t.Length > 3 ? t[3].AsRows() : null;
        var y = new DoubleTensor(x.Shape);
        for (int c = 0; c < x.Shape[1]; c++)
        {
            (double mean, double variance, _) = training ? Moments(x, c) : (runningMean[c], runningVariance[c], 0);
            for (int m = 0; m < x.Shape[0]; m++)
            {
                double value = (t[1][c] * (x[m, c] - mean) / Math.Sqrt(variance + Epsilon)) + t[2][c] + (residual?[m, c] ?? 0);
                y[m, c] = cut ? Math.Max(value, 0) : value;
            }
        }

        return y.Reshape(t[0].Shape);
    }

    private static (double Mean, double Variance, int Count) Moments(DoubleTensor rows, int channel)
    {
        double[] values = [.. Enumerable.Range(0, rows.Shape[0]).Select(m => rows[m, channel])];
        double mean = values.Average();
        return (mean, values.Average(value => (value - mean) * (value - mean)), values.Length);
    }
}
