using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Shaping;

namespace LVW.Native.Engine.Ops.Shaping
{
    /// <summary>The dimensions in another order: y's dimension i is x's dimension order[i].</summary>
    public sealed class PermuteOp : Op
    {
        private Tensor x;
        private Box box;

        /// <summary>Reorders the dimensions.</summary>
        /// <exception cref="ArgumentException">The order does not name every dimension exactly once.</exception>
        public static Tensor Apply(Tensor x, ReadOnlySpan<int> order)
        {
            Shape shape = x.Shape;
            int named = 0;
            foreach (int axis in order) named |= 1 << shape.Axis(axis);
            if (order.Length != shape.Rank || named != (1 << shape.Rank) - 1)
            {
                throw new ArgumentException(
                    $"Permute: the order ({string.Join(", ", order.ToArray())}) must name each of the {shape.Rank} dimensions of {shape} exactly once.");
            }

            Step step = x.Step;
            Box box = Moves(shape, order, out Shape permuted);
            Tensor y = step.Allocate(permuted);
            BoxCopy.Run(step.Device, x.Storage, y.Storage, box, accumulate: false);
            if (step.Records(x))
            {
                PermuteOp op = step.Record<PermuteOp>(y);
                op.x = x;
                op.box = box;
            }

            return y;
        }

        /// <inheritdoc/>
        protected internal override void Backward(Gradients gradients)
        {
            if (!gradients.Wants(x)) return;
            Storage dx = gradients.For(x, out bool accumulate);
            BoxCopy.Run(x.Device, gradients.Of(Output), dx, box.Reversed, accumulate);
        }

        // The whole output as a box; the source's strides are x's in the new order.
        private static Box Moves(Shape shape, ReadOnlySpan<int> order, out Shape permuted)
        {
            Span<long> strides = stackalloc long[Shape.MaxRank];
            strides.Clear();
            permuted = shape;
            int shift = Shape.MaxRank - shape.Rank;
            for (int i = 0; i < order.Length; i++)
            {
                int axis = shape.Axis(order[i]);
                permuted = permuted.With(i, shape[axis]);
                strides[i + shift] = 1;
                for (int inner = axis + 1; inner < shape.Rank; inner++) strides[i + shift] *= shape[inner];
            }

            Box whole = Box.Inside(permuted, permuted, stackalloc int[Shape.MaxRank]);
            return whole with { Source = new BoxSide(0, strides[0], strides[1], strides[2], strides[3]) };
        }
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>The dimensions in another order: <c>x.Permute(0, 3, 1, 2)</c> turns [N, H, W, C] into [N, C, H, W].</summary>
        /// <param name="x">Any tensor.</param>
        /// <param name="order">For each dimension of the result, the dimension of <paramref name="x"/> that it is; each exactly once.</param>
        public static Tensor Permute(this Tensor x, params ReadOnlySpan<int> order) => PermuteOp.Apply(x, order);

        /// <summary>Rows and columns of a matrix exchanged: [M, N] to [N, M].</summary>
        /// <param name="x">[M, N].</param>
        public static Tensor Transpose(this Tensor x) => PermuteOp.Apply(x, [1, 0]);
    }
}
