using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Regularization;
using LVW.Native.Engine.Randomness;

namespace LVW.Native.Engine.Ops.Regularization
{
    /// <summary>
    /// Inverted dropout (Srivastava et al., 2014): y = x/(1 − p) with probability 1 − p, else 0. The mask is not stored; the generator's
    /// counter is, and the gradient draws the same numbers again.
    /// </summary>
    public sealed partial class DropoutOp : Op
    {
        private static readonly KernelSet<IKernels> Kernels = new(cpu: device => new CpuKernels(device), gpu: device => new GpuKernels(device));

        private Tensor x;
        private DropoutMask mask;

        private interface IKernels
        {
            /// <summary>target (+)= source where the mask keeps an element, divided by the probability of keeping it; else 0.</summary>
            void Run(DropoutMask mask, Storage source, Storage target, bool accumulate);
        }

        /// <summary>Drops elements at random.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The probability is not in [0, 1).</exception>
        public static Tensor Apply(Tensor x, float probability, Philox random)
        {
            ArgumentNullException.ThrowIfNull(random);
            if (!(probability >= 0 && probability < 1))
            {
                throw new ArgumentOutOfRangeException(
                    nameof(probability), $"Dropout: the probability {probability} to drop an element of {x.Shape} must be at least 0 and below 1.");
            }

            if (probability == 0) return x;
            Step step = x.Step;
            var mask = new DropoutMask(random.Seed, random.Stream, random.Reserve(x.Shape.Count), probability);
            Tensor y = step.Allocate(x.Shape);
            Kernels.For(step.Device).Run(mask, x.Storage, y.Storage, accumulate: false);
            if (step.Records(x))
            {
                DropoutOp op = step.Record<DropoutOp>(y);
                op.x = x;
                op.mask = mask;
            }

            return y;
        }

        /// <inheritdoc/>
        protected internal override void Backward(Gradients gradients)
        {
            if (!gradients.Wants(x)) return;
            Storage dx = gradients.For(x, out bool accumulate);
            Kernels.For(x.Device).Run(mask, gradients.Of(Output), dx, accumulate);
        }
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>Sets elements to 0 with probability p and divides the others by 1 − p; in evaluation, the tensor itself.</summary>
        /// <param name="x">Any tensor.</param>
        /// <param name="probability">p, in [0, 1).</param>
        /// <param name="random">Where the mask comes from; moves on by one word for each element. Not touched in evaluation.</param>
        /// <param name="training">Whether anything is dropped.</param>
        public static Tensor Dropout(this Tensor x, float probability, Philox random, bool training = true)
            => training ? DropoutOp.Apply(x, probability, random) : x;
    }
}
