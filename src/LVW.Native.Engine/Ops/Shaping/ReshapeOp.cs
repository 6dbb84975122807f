using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Onnx;
using LVW.Native.Engine.Ops.Shaping;

namespace LVW.Native.Engine.Ops.Shaping
{
    /// <summary>The same values under another shape, without a copy.</summary>
    public sealed class ReshapeOp : Op
    {
        private Tensor x;

        /// <summary>Shows <paramref name="x"/> with the sizes <paramref name="shape"/>.</summary>
        /// <exception cref="ArgumentException">The two shapes have different numbers of elements.</exception>
        public static Tensor Apply(Tensor x, Shape shape)
        {
            if (x.Shape.Count != shape.Count)
            {
                throw new ArgumentException(
                    $"Reshape: {x.Shape} has {x.Shape.Count} elements but {shape} has {shape.Count}. Both must have the same number.");
            }

            Step step = x.Step;
            Tensor y = step.View(x, shape);
            if (step.Records(x)) step.Record<ReshapeOp>(y).x = x;
            return y;
        }

        /// <inheritdoc/>
        protected internal override OnnxValue Export(OnnxGraph graph) => graph.Reshaped(Name, x, Output.Shape);

        /// <inheritdoc/>
        protected internal override void Backward(Gradients gradients)
        {
            if (gradients.Wants(x)) gradients.PassOn(Output, x);
        }
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>The same values, in the same order, under another shape; no copy.</summary>
        /// <param name="x">Any tensor.</param>
        /// <param name="shape">The new sizes; as many elements as before.</param>
        public static Tensor Reshape(this Tensor x, Shape shape) => ReshapeOp.Apply(x, shape);
    }
}
