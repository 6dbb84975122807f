using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Shaping;

namespace LVW.Native.Engine.Ops.Shaping
{
    /// <summary>A box cut out of a tensor; outside the box the gradient is 0.</summary>
    public sealed class SliceOp : Op
    {
        private Tensor x;
        private Box box;

        /// <summary>Cuts one range out of each dimension.</summary>
        /// <exception cref="ArgumentException">More ranges than dimensions, or a range beyond its dimension.</exception>
        public static Tensor Apply(Tensor x, ReadOnlySpan<Range> ranges)
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

            Step step = x.Step;
            Tensor y = step.Allocate(part);
            var box = Box.Inside(shape, part, corner);
            BoxCopy.Run(step.Device, x.Storage, y.Storage, box, accumulate: false);
            if (step.Records(x))
            {
                SliceOp op = step.Record<SliceOp>(y);
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
            if (!accumulate) x.Device.Clear(dx);
            BoxCopy.Run(x.Device, gradients.Of(Output), dx, box.Reversed, accumulate);
        }
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>A box cut out of a tensor: <c>x.Slice(.., 1..^1, 1..^1)</c> drops the border of a picture.</summary>
        /// <param name="x">Any tensor.</param>
        /// <param name="ranges">One range for each dimension from the first; dimensions without one are kept whole.</param>
        public static Tensor Slice(this Tensor x, params ReadOnlySpan<Range> ranges) => SliceOp.Apply(x, ranges);
    }
}
