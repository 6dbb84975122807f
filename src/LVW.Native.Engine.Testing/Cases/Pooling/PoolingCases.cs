using LVW.Native.Engine.Ops.Pooling;

namespace LVW.Native.Engine.Testing.Cases.Pooling;

/// <summary>The cases of <c>Ops/Pooling</c>.</summary>
internal static class PoolingCases
{
    private static readonly Tolerance Chosen = Tolerance.Exact("values are chosen, not computed");
    private static readonly Tolerance Summed = new(2e-6, 2e-6, "a sum over the places of a window in float32");

    public static IEnumerable<OpCase> All =>
    [
        MaxPool2d("MaxPool2d", ceilMode: false),
        MaxPool2d("MaxPool2d, rounded up", ceilMode: true),
        AveragePool2d("AveragePool2d", ceilMode: false, countIncludePadding: true),
        AveragePool2d("AveragePool2d, padding not counted", ceilMode: false, countIncludePadding: false),
        AveragePool2d("AveragePool2d, rounded up", ceilMode: true, countIncludePadding: true),
        AveragePool2d("AveragePool2d, rounded up, padding not counted", ceilMode: true, countIncludePadding: false),
        GlobalAveragePool2d,
    ];

    private static OpCase MaxPool2d(string name, bool ceilMode) => new(name, [typeof(MaxPool2dOp)], Chosen, sampler =>
    {
        var window = PoolWindow.Draw(sampler, ceilMode);
        return new OpProblem
        {
            Inputs = [sampler.Distinct("x", sampler.Pictures(atLeast: window.Kernel))],
            Apply = t => t[0].MaxPool2d(window.Kernel, window.Stride, window.Padding, window.CeilMode),
            Reference = t => window.Slide(t[0], (places, _) => places.Max()),
            Geometry = window.ToString(),
        };
    });

    private static OpCase GlobalAveragePool2d => new("GlobalAveragePool2d", [typeof(GlobalAveragePool2dOp)], Summed, sampler => new OpProblem
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

    private static OpCase AveragePool2d(string name, bool ceilMode, bool countIncludePadding)
        => new(name, [typeof(AveragePool2dOp)], Summed, sampler =>
        {
            var window = PoolWindow.Draw(sampler, ceilMode);
            return new OpProblem
            {
                Inputs = [sampler.Input("x", sampler.Pictures(atLeast: window.Kernel)).Linear()],
                Apply = t => t[0].AveragePool2d(window.Kernel, window.Stride, window.Padding, window.CeilMode, countIncludePadding),
                Reference = t => window.Slide(t[0], (places, padded) => places.Sum() / (countIncludePadding ? padded : places.Count)),
                Geometry = window.ToString(),
            };
        });
}
