using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Reduction;

namespace LVW.Native.Engine.Ops.Reduction
{
    /// <summary>
    /// The k best values of every row, best first, the lower index first where values tie, and their places along the last axis.
    /// The choice is not differentiated; the gradient goes to the places chosen.
    /// </summary>
    /// <typeparam name="TExtremum">Which end of the order.</typeparam>
    public sealed partial class TopKOp<TExtremum> : Op
        where TExtremum : struct, IExtremum
    {
        private static readonly KernelSet<IKernels> Kernels = new(cpu: device => new CpuKernels(device), gpu: device => new GpuKernels(device));

        private Tensor x;
        private IndexTensor indices;

        private interface IKernels
        {
            void Forward(RowGeometry rows, int k, Storage x, Storage values, Storage indices);

            void Backward(RowGeometry rows, int k, Storage indices, Storage dy, Storage dx, bool accumulate);
        }

        /// <inheritdoc/>
        public override string Name => "TopK";

        /// <summary>Chooses k values from every row.</summary>
        /// <param name="x">[…, n].</param>
        /// <param name="k">1 to n.</param>
        /// <exception cref="ArgumentException">A scalar, or k outside 1 to n.</exception>
        public static (Tensor Values, IndexTensor Indices) Apply(Tensor x, int k)
        {
            var rows = RowGeometry.Of("TopK", x.Shape);
            if (k < 1 || k > rows.Length)
            {
                throw new ArgumentException($"TopK: {k} values were asked of rows of {rows.Length} (shape {x.Shape}). Ask for 1 to {rows.Length}.");
            }

            Step step = x.Step;
            Shape shape = x.Shape.With(-1, k);
            Tensor values = step.Allocate(shape);
            IndexTensor indices = step.AllocateIndices(shape);
            Kernels.For(step.Device).Forward(rows, k, x.Storage, values.Storage, indices.Storage);
            if (step.Records(x))
            {
                TopKOp<TExtremum> op = step.Record<TopKOp<TExtremum>>(values);
                op.x = x;
                op.indices = indices;
            }

            return (values, indices);
        }

        /// <inheritdoc/>
        protected internal override void Backward(Gradients gradients)
        {
            if (!gradients.Wants(x)) return;
            Storage dx = gradients.For(x, out bool accumulate);
            Kernels.For(x.Device).Backward(
                RowGeometry.Of("TopK", x.Shape), Output.Shape[-1], indices.Storage, gradients.Of(Output), dx, accumulate);
        }
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>The k largest values along the last axis, largest first, the lower index first where values tie.</summary>
        /// <param name="x">[…, n]; a NaN comes first.</param>
        /// <param name="k">1 to n.</param>
        /// <param name="smallest">Whether to choose the smallest, smallest first, instead.</param>
        /// <returns>Values [..., k] and their places along the last axis.</returns>
        public static (Tensor Values, IndexTensor Indices) TopK(this Tensor x, int k, bool smallest = false)
            => smallest ? TopKOp<Smallest>.Apply(x, k) : TopKOp<Largest>.Apply(x, k);
    }
}
