using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Losses;

namespace LVW.Native.Engine.Ops.Losses
{
    /// <summary>Mean over all elements of (x − target)²; dx = 2(x − target)·dy/count, dtarget = −dx.</summary>
    public sealed partial class MeanSquaredErrorOp : Op
    {
        private static readonly KernelSet<IKernels> Kernels = new(cpu: device => new CpuKernels(device), gpu: device => new GpuKernels(device));

        private Tensor x;
        private Tensor target;

        private interface IKernels
        {
            void Forward(Storage x, Storage target, Storage loss);

            // dx (+)= factor·(x − target)·dy.
            void Backward(Storage x, Storage target, Storage dy, float factor, Storage dx, bool accumulate);
        }

        /// <summary>The mean squared difference.</summary>
        /// <param name="x">Any shape.</param>
        /// <param name="target">The same shape.</param>
        /// <exception cref="ArgumentException">The shapes differ, or there is no element.</exception>
        public static Tensor Apply(Tensor x, Tensor target)
        {
            if (x.Shape != target.Shape)
            {
                throw new ArgumentException(
                    $"MeanSquaredError: the prediction has shape {x.Shape} but the target {target.Shape}. Both must be equal; Reshape or Resize one.");
            }

            if (x.Shape.Count == 0)
            {
                throw new ArgumentException($"MeanSquaredError: the shape {x.Shape} leaves no element to average. Check for an empty batch first.");
            }

            Step step = x.Step;
            Tensor loss = step.Allocate([]);
            Kernels.For(step.Device).Forward(x.Storage, target.Storage, loss.Storage);
            if (step.Records(x, target))
            {
                MeanSquaredErrorOp op = step.Record<MeanSquaredErrorOp>(loss);
                op.x = x;
                op.target = target;
            }

            return loss;
        }

        /// <inheritdoc/>
        protected internal override void Backward(Gradients gradients)
        {
            if (gradients.Wants(x)) BackwardOf(gradients, x, 2.0 / x.Shape.Count);
            if (gradients.Wants(target)) BackwardOf(gradients, target, -2.0 / x.Shape.Count);
        }

        private void BackwardOf(Gradients gradients, Tensor input, double factor)
        {
            Storage dx = gradients.For(input, out bool accumulate);
            Kernels.For(x.Device).Backward(x.Storage, target.Storage, gradients.Of(Output), (float)factor, dx, accumulate);
        }
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>Mean over all elements of (x − target)², a scalar.</summary>
        /// <param name="x">Any shape.</param>
        /// <param name="target">The same shape.</param>
        public static Tensor MeanSquaredError(this Tensor x, Tensor target) => MeanSquaredErrorOp.Apply(x, target);
    }
}
