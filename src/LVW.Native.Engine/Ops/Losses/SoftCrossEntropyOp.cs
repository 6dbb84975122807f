using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Losses;

namespace LVW.Native.Engine.Ops.Losses
{
    /// <summary>
    /// Mean over rows of −Σ_c q[c]·ln softmax(x)[c] for target probabilities q; dx = (softmax(x)·Σ_c q[c] − q)·dy/N,
    /// dq = −ln softmax(x)·dy/N.
    /// </summary>
    public sealed partial class SoftCrossEntropyOp : Op
    {
        private static readonly KernelSet<IKernels> Kernels = new(cpu: device => new CpuKernels(device));

        private Geometry geometry;
        private Tensor logits;
        private Tensor targets;
        private Storage? statistics;

        private interface IKernels
        {
            // statistics: [4, N] = the row's maximum, ln Σ e^(x − max), Σ q, loss.
            void Forward(Geometry geometry, Storage logits, Storage targets, Storage statistics, Storage loss);

            void BackwardLogits(
                Geometry geometry, Storage logits, Storage targets, Storage statistics, Storage dy, Storage dx, bool accumulate);

            void BackwardTarget(
                Geometry geometry, Storage logits, Storage targets, Storage statistics, Storage dy, Storage dx, bool accumulate);
        }

        /// <summary>The mean cross-entropy of logits against target probabilities.</summary>
        /// <param name="logits">[N, C].</param>
        /// <param name="targets">[N, C], probabilities that sum to 1 in each row.</param>
        /// <exception cref="ArgumentException">Wrong shapes.</exception>
        public static Tensor Apply(Tensor logits, Tensor targets)
        {
            RowLossShapes.Check("CrossEntropy", logits.Shape, "target probabilities", targets.Shape);
            Step step = logits.Step;
            var geometry = new Geometry(logits.Shape[0], logits.Shape[1]);
            Tensor loss = step.Allocate([]);
            Storage statistics = step.Device.Rent(4L * geometry.Rows);
            Kernels.For(step.Device).Forward(geometry, logits.Storage, targets.Storage, statistics, loss.Storage);
            if (!step.Records(logits, targets))
            {
                step.Device.Return(statistics);
                return loss;
            }

            SoftCrossEntropyOp op = step.Record<SoftCrossEntropyOp>(loss);
            op.geometry = geometry;
            op.logits = logits;
            op.targets = targets;
            op.statistics = statistics;
            return loss;
        }

        /// <inheritdoc/>
        protected internal override void Backward(Gradients gradients)
        {
            IKernels kernels = Kernels.For(logits.Device);
            Storage dy = gradients.Of(Output);
            if (gradients.Wants(logits))
            {
                Storage dx = gradients.For(logits, out bool accumulate);
                kernels.BackwardLogits(geometry, logits.Storage, targets.Storage, statistics!, dy, dx, accumulate);
            }

            if (gradients.Wants(targets))
            {
                Storage dx = gradients.For(targets, out bool accumulate);
                kernels.BackwardTarget(geometry, logits.Storage, targets.Storage, statistics!, dy, dx, accumulate);
            }
        }

        /// <inheritdoc/>
        protected internal override void Release()
        {
            if (statistics is not null) Output.Device.Return(statistics);
            statistics = null;
        }

        private readonly record struct Geometry(int Rows, int Classes);
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>Mean over rows of −Σ_c targets[c]·ln softmax(logits)[c], a scalar.</summary>
        /// <param name="logits">[N, C].</param>
        /// <param name="targets">[N, C], probabilities that sum to 1 in each row.</param>
        public static Tensor CrossEntropy(this Tensor logits, Tensor targets)
            => SoftCrossEntropyOp.Apply(logits, targets);
    }
}
