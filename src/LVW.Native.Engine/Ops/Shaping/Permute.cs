using LVW.Native.Engine.Ops.Shaping;

namespace LVW.Native.Engine;

public static partial class TensorOps
{
    /// <summary>The dimensions in another order: <c>x.Permute(0, 3, 1, 2)</c> turns [N, H, W, C] into [N, C, H, W].</summary>
    /// <param name="x">Any tensor.</param>
    /// <param name="order">For each dimension of the result, the dimension of <paramref name="x"/> that it is; each exactly once.</param>
    /// <exception cref="ArgumentException">The order does not name every dimension exactly once.</exception>
    public static Tensor Permute(this Tensor x, params ReadOnlySpan<int> order)
    {
        Shape shape = x.Shape;
        int named = 0;
        foreach (int axis in order) named |= 1 << shape.Axis(axis);
        if (order.Length != shape.Rank || named != (1 << shape.Rank) - 1)
        {
            throw new ArgumentException(
                $"Permute: the order ({string.Join(", ", order.ToArray())}) must name each of the {shape.Rank} dimensions of {shape} exactly once.");
        }

        // The whole output as a box; the source's strides are x's in the new order.
        Span<long> strides = stackalloc long[Shape.MaxRank];
        strides.Clear();
        Span<int> axes = stackalloc int[Shape.MaxRank];
        Shape permuted = shape;
        int shift = Shape.MaxRank - shape.Rank;
        for (int i = 0; i < order.Length; i++)
        {
            int axis = axes[i] = shape.Axis(order[i]);
            permuted = permuted.With(i, shape[axis]);
            strides[i + shift] = 1;
            for (int inner = axis + 1; inner < shape.Rank; inner++) strides[i + shift] *= shape[inner];
        }

        Box whole = Box.Inside(permuted, permuted, stackalloc int[Shape.MaxRank]);
        return BoxOp.Apply("Permute", x, permuted, whole with { Source = new BoxSide(0, strides[0], strides[1], strides[2], strides[3]) }, new Shape(axes[..shape.Rank]));
    }

    /// <summary>Rows and columns of a matrix exchanged: [M, N] to [N, M].</summary>
    /// <param name="x">[M, N].</param>
    public static Tensor Transpose(this Tensor x) => x.Permute(1, 0);
}
