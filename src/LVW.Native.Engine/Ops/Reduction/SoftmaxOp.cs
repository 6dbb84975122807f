using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Reduction;

namespace LVW.Native.Engine.Ops.Reduction
{
    /// <summary>y[c] = e^(x[c] − max) / Σ_j e^(x[j] − max) along the last axis; dx = y·(dy − Σ_j dy[j]·y[j]).</summary>
    public sealed partial class SoftmaxOp : Op
    {
        private static readonly KernelSet<IKernels> Kernels = new(cpu: device => new CpuKernels(device));

        private Tensor x;

        private interface IKernels
        {
            void Forward(RowGeometry rows, Storage x, Storage y);

            void Backward(RowGeometry rows, Storage y, Storage dy, Storage dx, bool accumulate);
        }

        /// <summary>Normalises every row to probabilities.</summary>
        /// <exception cref="ArgumentException">The tensor is a scalar.</exception>
        public static Tensor Apply(Tensor x)
        {
            var rows = RowGeometry.Of("Softmax", x.Shape);
            Step step = x.Step;
            Tensor y = step.Allocate(x.Shape);
            Kernels.For(step.Device).Forward(rows, x.Storage, y.Storage);
            if (step.Records(x)) step.Record<SoftmaxOp>(y).x = x;
            return y;
        }

        /// <inheritdoc/>
        protected internal override void Backward(Gradients gradients)
        {
            if (!gradients.Wants(x)) return;
            Storage dx = gradients.For(x, out bool accumulate);
            Kernels.For(x.Device).Backward(RowGeometry.Of("Softmax", x.Shape), Output.Storage, gradients.Of(Output), dx, accumulate);
        }
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>e^x / Σ e^x along the last axis.</summary>
        /// <param name="x">Rank 1 to 4.</param>
        public static Tensor Softmax(this Tensor x) => SoftmaxOp.Apply(x);
    }
}
