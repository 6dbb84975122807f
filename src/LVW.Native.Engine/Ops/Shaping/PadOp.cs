using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Shaping;

namespace LVW.Native.Engine.Ops.Shaping
{
    /// <summary>Zeros around a tensor; the gradient is the inner part of the output's.</summary>
    public sealed class PadOp : Op
    {
        private Tensor x;
        private Box box;

        /// <summary>Puts zeros before and after the elements of each dimension.</summary>
        /// <exception cref="ArgumentException">More paddings than dimensions, or a negative one.</exception>
        public static Tensor Apply(Tensor x, ReadOnlySpan<(int Before, int After)> paddings)
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

            Step step = x.Step;
            Tensor y = step.Allocate(whole);
            Box box = Box.Inside(whole, shape, corner);
            step.Device.Clear(y.Storage);
            BoxCopy.Run(step.Device, x.Storage, y.Storage, box.Reversed, accumulate: false);
            if (step.Records(x))
            {
                PadOp op = step.Record<PadOp>(y);
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
            BoxCopy.Run(x.Device, gradients.Of(Output), dx, box, accumulate);
        }
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>A tensor with zeros around it: <c>x.Pad((0, 0), (1, 1), (1, 1))</c> puts a border around a picture.</summary>
        /// <param name="x">Any tensor.</param>
        /// <param name="paddings">Zeros before and after, one pair for each dimension from the first; dimensions without one are left alone.</param>
        public static Tensor Pad(this Tensor x, params ReadOnlySpan<(int Before, int After)> paddings) => PadOp.Apply(x, paddings);
    }
}
