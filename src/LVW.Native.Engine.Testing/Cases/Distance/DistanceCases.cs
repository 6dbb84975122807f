using LVW.Native.Engine.Ops.Distance;

namespace LVW.Native.Engine.Testing.Cases.Distance;

/// <summary>The cases of <c>Ops/Distance</c>.</summary>
internal static class DistanceCases
{
    public static IEnumerable<OpCase> All => [SquaredDistance];

    private static OpCase SquaredDistance => new(
        "SquaredDistance",
        [typeof(SquaredDistanceOp)],
        new Tolerance(2e-6, 5e-6, "a sum of D squares; gradients are sums over rows or points"),
        sampler =>
        {
            Shape rows = sampler.AnyShape(atLeast: 2);
            ProblemInput z = sampler.Input("z", rows);
            ProblemInput p = sampler.Input("p", [sampler.Channels(), rows[^1]]);

            // A word is a copy of a place: the distance is exactly 0.
            Array.Copy(z.Values, p.Values, rows[^1]);
            return new OpProblem
            {
                Inputs = [z, p],
                Apply = t => t[0].SquaredDistance(t[1]),
                Reference = t => Reference(t[0], t[1]),
            };
        });

    private static DoubleTensor Reference(DoubleTensor z, DoubleTensor p)
    {
        DoubleTensor rows = z.AsRows();
        DoubleTensor distances = DoubleTensor.From(rows.Shape[0], p.Shape[0], (m, j) =>
        {
            double sum = 0;
            for (int k = 0; k < p.Shape[1]; k++) sum += Math.Pow(rows[m, k] - p[j, k], 2);
            return sum;
        });
        return distances.Reshape(z.Shape.With(-1, p.Shape[0]));
    }
}
