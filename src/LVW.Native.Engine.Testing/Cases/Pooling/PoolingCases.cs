using LVW.Native.Engine.Ops.Pooling;

namespace LVW.Native.Engine.Testing.Cases.Pooling;

/// <summary>The cases of <c>Ops/Pooling</c>.</summary>
internal static class PoolingCases
{
    public static IEnumerable<OpCase> All => [MaxPool2d, GlobalAveragePool2d];

    private static OpCase MaxPool2d => new("MaxPool2d", [typeof(MaxPool2dOp)], Tolerance.Exact("values are chosen, not computed"), sampler =>
    {
        int kernel = sampler.Between(1, 4);
        int stride = sampler.Between(1, 4);
        int padding = sampler.Between(0, kernel / 2);
        bool ceilMode = sampler.Coin();
        return new OpProblem
        {
            Inputs = [sampler.Distinct("x", sampler.Pictures(atLeast: kernel))],
            Apply = t => t[0].MaxPool2d(kernel, stride, padding, ceilMode),
            Reference = t => Maxima(t[0], kernel, stride, padding, ceilMode),
            Geometry = $"kernel {kernel}, stride {stride}, padding {padding}, ceilMode {ceilMode}",
        };
    });

    private static OpCase GlobalAveragePool2d => new(
        "GlobalAveragePool2d",
        [typeof(GlobalAveragePool2dOp)],
        new Tolerance(2e-6, 2e-6, "a sum over all places in float32"),
        sampler => new OpProblem
        {
            Inputs = [sampler.Input("x", sampler.Pictures()).Linear()],
            Apply = t => t[0].GlobalAveragePool2d(),
            Reference = t => DoubleTensor.From(t[0].Shape[0], t[0].Shape[3], (n, c) =>
            {
                double sum = 0;
                for (int h = 0; h < t[0].Shape[1]; h++)
                    for (int w = 0; w < t[0].Shape[2]; w++)
                        sum += t[0][n, h, w, c];
                return sum / (t[0].Shape[1] * t[0].Shape[2]);
            }),
        });

    private static DoubleTensor Maxima(DoubleTensor x, int kernel, int stride, int padding, bool ceilMode)
    {
        int height = x.Shape[1], width = x.Shape[2];
        int p = Windows(height, kernel, stride, padding, ceilMode), q = Windows(width, kernel, stride, padding, ceilMode);
        return DoubleTensor.From(x.Shape[0], p, q, x.Shape[3], (n, i, j, c) =>
        {
            double maximum = double.NegativeInfinity;
            for (int h = Math.Max(0, (i * stride) - padding); h < Math.Min(height, (i * stride) - padding + kernel); h++)
                for (int w = Math.Max(0, (j * stride) - padding); w < Math.Min(width, (j * stride) - padding + kernel); w++)
                    maximum = Math.Max(maximum, x[n, h, w, c]);
            return maximum;
        });
    }

    /// <summary>Counts windows: each starts inside the near padding or the picture and, unless rounding up, ends inside the far padding.</summary>
    private static int Windows(int size, int kernel, int stride, int padding, bool ceilMode)
    {
        int count = 0;
        for (int start = -padding; start < size; start += stride)
        {
            bool fits = start + kernel <= size + padding;
            bool previousFilledAll = count > 0 && start - stride + kernel >= size + padding;
            if (fits || (ceilMode && !previousFilledAll)) count++;
        }

        return count;
    }
}
