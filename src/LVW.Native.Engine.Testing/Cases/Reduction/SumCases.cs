using LVW.Native.Engine.Ops.Elementwise;
using LVW.Native.Engine.Ops.Reduction;

namespace LVW.Native.Engine.Testing.Cases.Reduction;

/// <summary>Sums and means over any axes.</summary>
internal static class SumCases
{
    private static readonly Tolerance Summed = new(2e-6, 2e-6, "a sum in float32, split into partial sums");

    public static IEnumerable<OpCase> All =>
    [
        Case("Sum", (x, axes, keep) => x.Sum(axes, keep), terms => terms.Sum()),
        Case("Mean", (x, axes, keep) => x.Mean(axes, keep), terms => terms.Average()),
    ];

    private static OpCase Case(string name, Func<Tensor, int[], bool, Tensor> apply, Func<IReadOnlyList<double>, double> reference)
        => new(name, [typeof(SumOp<Identity>)], Summed, sampler =>
        {
            Shape shape = sampler.AnyShape();
            int[] axes = sampler.Axes(shape);
            bool keepDimensions = sampler.Coin();
            return new OpProblem
            {
                Inputs = [sampler.Input("x", shape).Linear()],
                Apply = t => apply(t[0], axes, keepDimensions),
                Reference = t => Reducing.Reduce(t[0], axes, keepDimensions, reference),
                Geometry = $"axes [{string.Join(", ", axes)}], keepDimensions {keepDimensions}",
            };
        });
}
