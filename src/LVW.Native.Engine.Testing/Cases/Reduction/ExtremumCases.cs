using LVW.Native.Engine.Ops.Reduction;

namespace LVW.Native.Engine.Testing.Cases.Reduction;

/// <summary>Maxima and minima over any axes, and the k best along the last; values and places.</summary>
internal static class ExtremumCases
{
    private static readonly Tolerance Chosen = Tolerance.Exact("values are chosen, not computed");

    public static IEnumerable<OpCase> All =>
    [
        Extremum("Max", typeof(ExtremumOp<Largest>), (x, axes, keep) => x.Max(axes, keep), values => values.Max()),
        Extremum("Min", typeof(ExtremumOp<Smallest>), (x, axes, keep) => x.Min(axes, keep), values => values.Min()),
        Places("Max, places", (x, axes) => x.MaxWithIndices(axes).Indices, values => values.Max()),
        Places("Min, places", (x, axes) => x.MinWithIndices(axes).Indices, values => values.Min()),
        Places("ArgMax", (x, axes) => x.ArgMax(axes), values => values.Max()),
        Places("ArgMin", (x, axes) => x.ArgMin(axes), values => values.Min()),
        TopK("TopK", typeof(TopKOp<Largest>), smallest: false),
        TopK("TopK, smallest", typeof(TopKOp<Smallest>), smallest: true),
        TopKPlaces(smallest: false),
        TopKPlaces(smallest: true),
    ];

    private static OpCase Extremum(string name, Type op, Func<Tensor, int[], bool, Tensor> apply, Func<IReadOnlyList<double>, double> best)
        => new(name, [op], Chosen, sampler =>
        {
            Shape shape = sampler.AnyShape();
            int[] axes = sampler.Axes(shape);
            bool keepDimensions = sampler.Coin();
            return new OpProblem
            {
                Inputs = [sampler.Distinct("x", shape)],
                Apply = t => apply(t[0], axes, keepDimensions),
                Reference = t => Reducing.Reduce(t[0], axes, keepDimensions, best),
                Geometry = $"axes [{string.Join(", ", axes)}], keepDimensions {keepDimensions}",
            };
        });

    /// <summary>The places, written as numbers; values on a grid, so that many tie and the first must win.</summary>
    private static OpCase Places(string name, Func<Tensor, int[], IndexTensor> apply, Func<IReadOnlyList<double>, double> best)
        => new(name, [], Chosen, sampler =>
        {
            Shape shape = sampler.AnyShape();
            int[] axes = sampler.Axes(shape);
            return new OpProblem
            {
                Inputs = [sampler.OnGrid("x", shape).Constant()],
                Apply = t => AsNumbers(apply(t[0], axes)),
                Reference = t => Reducing.Reduce(t[0], axes, keepDimensions: false, values => values.ToList().IndexOf(best(values))),
                Geometry = $"axes [{string.Join(", ", axes)}]",
            };
        });

    private static OpCase TopK(string name, Type op, bool smallest) => new(name, [op], Chosen, sampler =>
    {
        Shape shape = sampler.AnyShape(atLeast: 1);
        int k = sampler.Between(1, shape[^1]);
        return new OpProblem
        {
            Inputs = [sampler.Distinct("x", shape)],
            Apply = t => t[0].TopK(k, smallest).Values,
            Reference = t => Best(t[0], k, smallest, places: false),
            Geometry = $"k {k}",
        };
    });

    private static OpCase TopKPlaces(bool smallest) => new(smallest ? "TopK, places of the smallest" : "TopK, places", [], Chosen, sampler =>
    {
        Shape shape = sampler.AnyShape(atLeast: 1);
        int k = sampler.Between(1, shape[^1]);
        return new OpProblem
        {
            Inputs = [sampler.OnGrid("x", shape).Constant()],
            Apply = t => AsNumbers(t[0].TopK(k, smallest).Indices),
            Reference = t => Best(t[0], k, smallest, places: true),
            Geometry = $"k {k}",
        };
    });

    private static Tensor AsNumbers(IndexTensor indices)
        => indices.Step.Input(Array.ConvertAll(indices.ToArray(), index => (float)index), indices.Shape);

    private static DoubleTensor Best(DoubleTensor x, int k, bool smallest, bool places)
    {
        DoubleTensor rows = x.AsRows();
        var result = new DoubleTensor([rows.Shape[0], k]);
        for (int m = 0; m < rows.Shape[0]; m++)
        {
            // A stable order: the lower index comes first where values tie.
            int[] order = [.. Enumerable.Range(0, rows.Shape[1]).OrderBy(i => smallest ? rows[m, i] : -rows[m, i])];
            for (int i = 0; i < k; i++) result[m, i] = places ? order[i] : rows[m, order[i]];
        }

        return result.Reshape(x.Shape.With(-1, k));
    }
}
