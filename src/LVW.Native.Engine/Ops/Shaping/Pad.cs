using LVW.Native.Engine.Ops.Shaping;

namespace LVW.Native.Engine;

public static partial class TensorOps
{
    /// <summary>A tensor with zeros around it: <c>x.Pad((0, 0), (1, 1), (1, 1))</c> puts a border around a picture.</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="paddings">Zeros before and after, one pair for each dimension from the first; dimensions without one are left alone.</param>
    /// <exception cref="ArgumentException">More paddings than dimensions, or a negative one.</exception>
    public static Tensor Pad(this Tensor x, params ReadOnlySpan<(int Before, int After)> paddings)
    {
        Shape shape = x.Shape;
        if (paddings.Length > shape.Rank)
        {
            throw new ArgumentException($"Pad: {paddings.Length} paddings were given but {shape} has {shape.Rank} dimensions. Give at most one for each.");
        }

        Span<int> corner = stackalloc int[Shape.MaxRank];
        corner.Clear();
        Shape whole = shape;
        for (int axis = 0; axis < paddings.Length; axis++)
        {
            (int before, int after) = paddings[axis];
            if (before < 0 || after < 0)
            {
                throw new ArgumentException($"Pad: dimension {axis} of {shape} would get {before} zeros before and {after} after it. Use Slice to cut.");
            }

            corner[axis] = before;
            whole = whole.With(axis, checked(before + shape[axis] + after));
        }

        return BoxOp.Apply("Pad", x, whole, Box.Inside(whole, shape, corner).Reversed, new Shape(corner[..shape.Rank]));
    }
}
