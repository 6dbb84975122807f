using LVW.Native.Engine.Ops.Shaping;

namespace LVW.Native.Engine.Testing.Cases.Shaping;

/// <summary>Ops that take every element of the result from one place of the input.</summary>
internal static class BoxCases
{
    private static readonly Tolerance Moved = Tolerance.Exact("values are moved, not computed");

    public static IEnumerable<OpCase> All => [Slice, Pad, Permute, Transpose];

    private static OpCase Slice => new("Slice", [typeof(BoxOp)], Moved, sampler =>
    {
        Shape shape = sampler.AnyShape();
        var ranges = new Range[sampler.Between(0, shape.Rank)];
        Shape result = shape;
        int[] starts = new int[shape.Rank];
        for (int axis = 0; axis < ranges.Length; axis++)
        {
            starts[axis] = sampler.Between(0, shape[axis] - 1);
            int end = sampler.Between(starts[axis] + 1, shape[axis]);
            ranges[axis] = sampler.Coin() ? starts[axis]..end : ^(shape[axis] - starts[axis])..end;
            result = result.With(axis, end - starts[axis]);
        }

        return new OpProblem
        {
            Inputs = [sampler.Input("x", shape).Linear()],
            Apply = t => t[0].Slice(ranges),
            Reference = t => Placed(t[0], result, index => [.. index.Select((i, axis) => i + starts[axis])]),
            Geometry = $"ranges {string.Join(", ", ranges)}",
        };
    });

    private static OpCase Pad => new("Pad", [typeof(BoxOp)], Moved, sampler =>
    {
        Shape shape = sampler.AnyShape();
        var paddings = new (int Before, int After)[sampler.Between(0, shape.Rank)];
        Shape result = shape;
        int[] before = new int[shape.Rank];
        for (int axis = 0; axis < paddings.Length; axis++)
        {
            paddings[axis] = (sampler.Between(0, 3), sampler.Between(0, 3));
            before[axis] = paddings[axis].Before;
            result = result.With(axis, paddings[axis].Before + shape[axis] + paddings[axis].After);
        }

        return new OpProblem
        {
            Inputs = [sampler.Input("x", shape).Linear()],
            Apply = t => t[0].Pad(paddings),
            Reference = t => Placed(t[0], result, index => [.. index.Select((i, axis) => i - before[axis])]),
            Geometry = $"paddings {string.Join(", ", paddings)}",
        };
    });

    private static OpCase Permute => new("Permute", [typeof(BoxOp)], Moved, sampler =>
    {
        Shape shape = sampler.AnyShape();
        int[] order = sampler.Permutation(shape.Rank);
        return new OpProblem
        {
            Inputs = [sampler.Input("x", shape).Linear()],
            Apply = t => t[0].Permute([.. order.Select(axis => sampler.Seed % 2 == 0 ? axis : axis - shape.Rank)]),
            Reference = t => Permuted(t[0], order),
            Geometry = $"order {string.Join(", ", order)}",
        };
    });

    private static OpCase Transpose => new("Permute, of a matrix", [typeof(BoxOp)], Moved, sampler => new OpProblem
    {
        Inputs = [sampler.Input("x", [sampler.Channels(), sampler.Channels()]).Linear()],
        Apply = t => t[0].Transpose(),
        Reference = t => DoubleTensor.From(t[0].Shape[1], t[0].Shape[0], (i, j) => t[0][j, i]),
    });

    private static DoubleTensor Permuted(DoubleTensor x, int[] order)
        => Placed(x, new Shape([.. order.Select(axis => x.Shape[axis])]), index =>
        {
            int[] source = new int[index.Length];
            for (int i = 0; i < order.Length; i++) source[order[i]] = index[i];
            return source;
        });

    /// <summary>Each element of the result from one place of x; 0 where that place lies outside.</summary>
    private static DoubleTensor Placed(DoubleTensor x, Shape result, Func<int[], int[]> source)
    {
        var y = new DoubleTensor(result);
        for (int i = 0; i < y.Count; i++)
        {
            int[] place = source(DoubleTensor.IndexOf(result, i));
            int position = 0;
            bool inside = true;
            for (int axis = 0; axis < place.Length; axis++)
            {
                inside &= place[axis] >= 0 && place[axis] < x.Shape[axis];
                position = (position * x.Shape[axis]) + place[axis];
            }

            y[i] = inside ? x[position] : 0;
        }

        return y;
    }
}
