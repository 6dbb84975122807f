using LVW.Native.Engine.Ops.Shaping;

namespace LVW.Native.Engine;

public static partial class TensorOps
{
    /// <summary>A box cut out of a tensor: <c>x.Slice(.., 1..^1, 1..^1)</c> drops the border of a picture.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="ranges">One range for each dimension from the first; dimensions without one are kept whole.</param>
    /// <exception cref="ArgumentException">More ranges than dimensions, or a range beyond its dimension.</exception>
    public static Tensor Slice(this Tensor x, params ReadOnlySpan<Range> ranges)
    {
        Shape shape = x.Shape;
        if (ranges.Length > shape.Rank)
        {
            throw new ArgumentException($"Slice: {ranges.Length} ranges were given but {shape} has {shape.Rank} dimensions. Give at most one for each.");
        }

        Span<int> corner = stackalloc int[Shape.MaxRank];
        corner.Clear();
        Shape part = shape;
        for (int axis = 0; axis < ranges.Length; axis++)
        {
            int start = ranges[axis].Start.GetOffset(shape[axis]);
            int end = ranges[axis].End.GetOffset(shape[axis]);
            if (start < 0 || end > shape[axis] || start > end)
            {
                throw new ArgumentException($"Slice: the range {ranges[axis]} does not lie within dimension {axis} of {shape}, which has {shape[axis]} elements.");
            }

            corner[axis] = start;
            part = part.With(axis, end - start);
        }

        return BoxOp.Apply("Slice", x, part, Box.Inside(shape, part, corner), new Shape(corner[..shape.Rank]));
    }
}
