using LVW.Native.Engine.Ops.Shaping;

namespace LVW.Native.Engine.Testing.Cases.Shaping;

/// <summary>The cases of <c>Ops/Shaping</c>.</summary>
internal static class ShapingCases
{
    private static readonly Tolerance Moved = Tolerance.Exact("values are moved, not computed");

    public static IEnumerable<OpCase> All => [Reshape, Concat, Gather, .. BoxCases.All];

    private static OpCase Reshape => new("Reshape", [typeof(ReshapeOp)], Moved, sampler =>
    {
        Shape pictures = sampler.Pictures();
        Shape rows = [pictures[0] * pictures[1] * pictures[2], pictures[3]];
        return new OpProblem
        {
            Inputs = [sampler.Input("x", pictures).Linear()],
            Apply = t => t[0].Reshape(rows),
            Reference = t => t[0].Reshape(rows),
            Geometry = $"to {rows}",
        };
    });

    private static OpCase Concat => new("Concat", [typeof(ConcatOp)], Moved, sampler =>
    {
        Shape shape = sampler.AnyShape(atLeast: 1);
        int axis = sampler.Between(-shape.Rank, shape.Rank - 1);
        int count = sampler.Between(1, 3);
        return new OpProblem
        {
            Inputs = [.. Enumerable.Range(0, count).Select(i => sampler.Input($"input {i}", shape.With(axis, sampler.Extent())).Linear())],
            Apply = t => TensorOps.Concat(t, axis),
            Reference = t => Joined(t, axis),
            Geometry = $"axis {axis}",
        };
    });

    private static OpCase Gather => new("Gather", [typeof(GatherOp)], new Tolerance(0, 2e-6, "values are moved; a row taken twice gets a sum"), sampler =>
    {
        Shape shape = sampler.AnyShape(atLeast: 1);
        int[] rows = sampler.Indices(sampler.Channels(), below: shape[0]);
        return new OpProblem
        {
            Inputs = [sampler.Input("x", shape).Linear()],
            Apply = t => t[0].Gather(t[0].Step.InputIndices(rows, [rows.Length])),
            Reference = t => Taken(t[0], rows),
            Geometry = $"rows [{string.Join(", ", rows)}]",
        };
    });

    private static DoubleTensor Joined(DoubleTensor[] parts, int axis)
    {
        var result = new DoubleTensor(parts[0].Shape.With(axis, parts.Sum(part => part.Shape[axis])));
        DoubleTensor whole = result.Around(axis);
        int start = 0;
        foreach (DoubleTensor part in parts.Select(part => part.Around(axis)))
        {
            for (int i = 0; i < part.Shape[0]; i++)
                for (int j = 0; j < part.Shape[1]; j++)
                    for (int k = 0; k < part.Shape[2]; k++)
                        whole[i, start + j, k] = part[i, j, k];
            start += part.Shape[1];
        }

        return result;
    }

    private static DoubleTensor Taken(DoubleTensor x, int[] rows)
    {
        var result = new DoubleTensor(x.Shape.With(0, rows.Length));
        int length = x.Count / x.Shape[0];
        for (int m = 0; m < rows.Length; m++) Array.Copy(x.Values, rows[m] * length, result.Values, m * length, length);
        return result;
    }
}
