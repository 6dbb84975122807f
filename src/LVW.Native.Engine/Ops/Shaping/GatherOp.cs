using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Shaping;

namespace LVW.Native.Engine.Ops.Shaping
{
    /// <summary>y[m] = x[rows[m]]; a row's gradient is the sum over all places that took it, in their order.</summary>
    public sealed partial class GatherOp : Op
    {
        private static readonly KernelSet<IKernels> Kernels = new(cpu: device => new CpuKernels(device), gpu: device => new GpuKernels(device));

        private Tensor x;
        private IndexTensor rows;

        private interface IKernels
        {
            /// <summary>Copies rows; an index outside the rows is an error.</summary>
            void Forward(Shape shape, Storage x, Storage rows, int count, Storage y);

            void Backward(Shape shape, Storage rows, int count, Storage dy, Storage dx, bool accumulate);
        }

        /// <summary>Collects rows of a tensor.</summary>
        /// <exception cref="ArgumentException">The tensor is a scalar, or the rows are not a vector.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A row does not exist.</exception>
        public static Tensor Apply(Tensor x, IndexTensor rows)
        {
            Shape shape = x.Shape;
            if (shape.Rank == 0 || rows.Shape.Rank != 1)
            {
                throw new ArgumentException($"Gather: rows {rows.Shape} of {shape}; the rows must be a vector and the tensor must have at least one dimension.");
            }

            Step step = x.Step;
            Tensor y = step.Allocate(shape.With(0, rows.Shape[0]));
            Kernels.For(step.Device).Forward(shape, x.Storage, rows.Storage, rows.Shape[0], y.Storage);
            if (step.Records(x))
            {
                GatherOp op = step.Record<GatherOp>(y);
                op.x = x;
                op.rows = rows;
            }

            return y;
        }

        /// <inheritdoc/>
        protected internal override void Backward(Gradients gradients)
        {
            if (!gradients.Wants(x)) return;
            Storage dx = gradients.For(x, out bool accumulate);
            Kernels.For(x.Device).Backward(x.Shape, rows.Storage, rows.Shape[0], gradients.Of(Output), dx, accumulate);
        }

        private static ArgumentOutOfRangeException NoSuchRow(int row, int place, int count, Shape shape)
            => new(nameof(rows), $"Gather: row {row}, asked for at place {place} of {count}, does not exist in {shape}. Rows run from 0 to {shape[0] - 1}.");
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>Rows of a tensor in a given order, each as often as asked for: [R, …] to [M, …].</summary>
        /// <param name="x">[R, …].</param>
        /// <param name="rows">[M], each from 0 to R − 1.</param>
        public static Tensor Gather(this Tensor x, IndexTensor rows) => GatherOp.Apply(x, rows);
    }
}
