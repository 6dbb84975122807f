using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Reduction;

namespace LVW.Native.Engine.Ops.Reduction
{
    /// <summary>y[c] = x[c] − max − ln Σ_j e^(x[j] − max) along the last axis; dx = dy − e^y·Σ_j dy[j].</summary>
    public sealed partial class LogSoftmaxOp : Op
    {
        private static readonly KernelSet<IKernels> Kernels = new(cpu: device => new CpuKernels(device));

        private Tensor x;

        private interface IKernels
        {
            void Forward(RowGeometry rows, Storage x, Storage y);

            void Backward(RowGeometry rows, Storage y, Storage dy, Storage dx, bool accumulate);
        }

        /// <summary>Normalises every row to the logarithms of probabilities.</summary>
        /// <exception cref="ArgumentException">The tensor is a scalar.</exception>
        public static Tensor Apply(Tensor x)
        {
            var rows = RowGeometry.Of("LogSoftmax", x.Shape);
            Step step = x.Step;
            Tensor y = step.Allocate(x.Shape);
            Kernels.For(step.Device).Forward(rows, x.Storage, y.Storage);
            if (step.Records(x)) step.Record<LogSoftmaxOp>(y).x = x;
            return y;
        }

        /// <inheritdoc/>
        protected internal override void Backward(Gradients gradients)
        {
            if (!gradients.Wants(x)) return;
            Storage dx = gradients.For(x, out bool accumulate);
            Kernels.For(x.Device).Backward(RowGeometry.Of("LogSoftmax", x.Shape), Output.Storage, gradients.Of(Output), dx, accumulate);
        }
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>ln(e^x / Σ e^x) along the last axis, without forming the quotient.</summary>
        /// <param name="x">Rank 1 to 4.</param>
        public static Tensor LogSoftmax(this Tensor x) => LogSoftmaxOp.Apply(x);
    }
}
