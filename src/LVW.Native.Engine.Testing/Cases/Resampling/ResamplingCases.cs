using LVW.Native.Engine.Ops.Resampling;

namespace LVW.Native.Engine.Testing.Cases.Resampling;

/// <summary>The cases of <c>Ops/Resampling</c>.</summary>
internal static class ResamplingCases
{
    private static readonly Tolerance Weighted = new(2e-6, 5e-6, "four products with weights that are differences of places");

    public static IEnumerable<OpCase> All => [ResizeBilinear(alignCorners: false), ResizeBilinear(alignCorners: true)];

    private static OpCase ResizeBilinear(bool alignCorners)
        => new(alignCorners ? "ResizeBilinear, corners aligned" : "ResizeBilinear", [typeof(ResizeBilinearOp)], Weighted, sampler =>
        {
            int height = sampler.Between(1, 2 * sampler.Size), width = sampler.Between(1, 2 * sampler.Size);
            return new OpProblem
            {
                Inputs = [sampler.Input("x", sampler.Pictures()).Linear()],
                Apply = t => t[0].ResizeBilinear(height, width, alignCorners),
                Reference = t => Interpolated(t[0], height, width, alignCorners),
                Geometry = $"to {height} × {width}",
            };
        });

    private static DoubleTensor Interpolated(DoubleTensor x, int height, int width, bool alignCorners)
        => DoubleTensor.From(x.Shape[0], height, width, x.Shape[3], (n, i, j, c) =>
        {
            double sum = 0;
            for (int h = 0; h < x.Shape[1]; h++)
            {
                double row = Weight(Place(i, x.Shape[1], height, alignCorners), h);
                if (row == 0) continue;
                for (int w = 0; w < x.Shape[2]; w++) sum += row * Weight(Place(j, x.Shape[2], width, alignCorners), w) * x[n, h, w, c];
            }

            return sum;
        });

    /// <summary>A triangle of width 2 around the place.</summary>
    private static double Weight(double place, int pixel) => Math.Max(0, 1 - Math.Abs(place - pixel));

    /// <summary>Where pixel <paramref name="i"/> of the result lies in the source; the border pixels reach to the edge.</summary>
    private static double Place(int i, int source, int target, bool alignCorners)
    {
        if (alignCorners) return target == 1 ? 0 : i * (source - 1.0) / (target - 1.0);
        return Math.Clamp(((i + 0.5) * source / target) - 0.5, 0, source - 1);
    }
}
