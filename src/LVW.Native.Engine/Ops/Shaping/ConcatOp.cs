using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Onnx;
using LVW.Native.Engine.Ops.Shaping;

namespace LVW.Native.Engine.Ops.Shaping
{
    /// <summary>Tensors joined along one dimension; the gradient of each is its part of the output's.</summary>
    public sealed class ConcatOp : Op
    {
        private readonly List<Tensor> inputs = [];
        private int axis;

        /// <summary>Joins tensors along <paramref name="axis"/>.</summary>
        /// <exception cref="ArgumentException">No tensor, or two that differ in another dimension.</exception>
        public static Tensor Apply(ReadOnlySpan<Tensor> inputs, int axis)
        {
            if (inputs.IsEmpty) throw new ArgumentException("Concat: no tensor was given. Give at least one.");
            Shape first = inputs[0].Shape;
            axis = first.Axis(axis);
            int total = 0;
            foreach (Tensor input in inputs)
            {
                Shape shape = input.Shape;
                if (shape.Rank != first.Rank || shape.With(axis, first[axis]) != first)
                {
                    throw new ArgumentException(
                        $"Concat: {shape} cannot be joined to {first} along dimension {axis}. All other dimensions must be equal.");
                }

                total += shape[axis];
            }

            Step step = inputs[0].Step;
            Tensor y = step.Allocate(first.With(axis, total));
            int start = 0;
            foreach (Tensor input in inputs)
            {
                BoxCopy.Run(step.Device, input.Storage, y.Storage, Part(input.Shape, y.Shape, axis, start), accumulate: false);
                start += input.Shape[axis];
            }

            if (step.Records(inputs))
            {
                ConcatOp op = step.Record<ConcatOp>(y);
                op.axis = axis;
                op.inputs.Clear();
                op.inputs.AddRange(inputs);
            }

            return y;
        }

        /// <inheritdoc/>
        protected internal override OnnxValue Export(OnnxGraph graph)
        {
            OnnxValue[] values = graph.InOneOrder(inputs);
            if (values.Any(value => value.IsBatched))
            {
                if (axis == 0) throw OnnxException.MixesPictures(Name);
                if (!values.All(value => value.IsBatched)) throw OnnxException.FixedBatch(Name, inputs[Array.FindIndex(values, value => !value.IsBatched)].Shape);
            }

            return graph.Node("Concat", values, OnnxAttribute.Integer("axis", values[0].Axis(axis, Output.Shape.Rank)));
        }

        /// <inheritdoc/>
        protected internal override void Backward(Gradients gradients)
        {
            Storage dy = gradients.Of(Output);
            int start = 0;
            foreach (Tensor input in inputs)
            {
                if (gradients.Wants(input))
                {
                    Storage dx = gradients.For(input, out bool accumulate);
                    BoxCopy.Run(input.Device, dy, dx, Part(input.Shape, Output.Shape, axis, start).Reversed, accumulate);
                }

                start += input.Shape[axis];
            }
        }

        // The dimensions before the axis are the rows; the axis and all behind it are one run of elements.
        private static Box Part(Shape part, Shape whole, int axis, int start)
        {
            int rows = 1;
            int inner = 1;
            for (int i = 0; i < axis; i++) rows = checked(rows * whole[i]);
            for (int i = axis + 1; i < whole.Rank; i++) inner = checked(inner * whole[i]);
            int length = part[axis] * inner;
            return Box.OfRows(rows, length, 0, length, (long)start * inner, (long)whole[axis] * inner);
        }
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>This tensor and others joined along one dimension.</summary>
        /// <param name="x">The first tensor.</param>
        /// <param name="other">The tensor that follows it; equal in every other dimension.</param>
        /// <param name="axis">The dimension along which they are joined; −1 is the last, the channels.</param>
        public static Tensor Concat(this Tensor x, Tensor other, int axis = -1) => ConcatOp.Apply([x, other], axis);

        /// <summary>Tensors joined along one dimension, in the order given.</summary>
        /// <param name="inputs">At least one; equal in every other dimension.</param>
        /// <param name="axis">The dimension along which they are joined; −1 is the last, the channels.</param>
        public static Tensor Concat(ReadOnlySpan<Tensor> inputs, int axis = -1) => ConcatOp.Apply(inputs, axis);
    }
}
