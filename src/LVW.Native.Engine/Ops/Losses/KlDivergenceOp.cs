using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Losses;

namespace LVW.Native.Engine.Ops.Losses
{
    /// <summary>
    /// Mean over rows of T²·Σ_c p[c]·(ln p[c] − ln q[c]) with p = softmax(t/T), q = softmax(x/T): distillation (Hinton, Vinyals, Dean
    /// 2015). dx = T·(q − p)·dy/N, dt = T·p·(ln p − ln q − KL)·dy/N.
    /// </summary>
    public sealed partial class KlDivergenceOp : Op
    {
        private static readonly KernelSet<IKernels> Kernels = new(cpu: device => new CpuKernels(device));

        private Geometry geometry;
        private Tensor logits;
        private Tensor targets;
        private Storage? statistics;

        private interface IKernels
        {
            // statistics: [5, N] = maximum and ln Σ e^((x − max)/T) of the logits, the same of the targets, Σ p·(ln p − ln q).
            void Forward(Geometry geometry, Storage logits, Storage targets, Storage statistics, Storage loss);

            void BackwardLogits(
                Geometry geometry, Storage logits, Storage targets, Storage statistics, Storage dy, Storage dx, bool accumulate);

            void BackwardTarget(
                Geometry geometry, Storage logits, Storage targets, Storage statistics, Storage dy, Storage dx, bool accumulate);
        }

        /// <summary>The mean divergence of softened predictions from softened targets.</summary>
        /// <param name="logits">[N, C].</param>
        /// <param name="targets">[N, C], the logits to be imitated.</param>
        /// <param name="temperature">T, above 0: larger is softer.</param>
        /// <exception cref="ArgumentException">Wrong shapes, or a temperature that is not above 0.</exception>
        public static Tensor Apply(Tensor logits, Tensor targets, float temperature)
        {
            RowLossShapes.Check("KlDivergence", logits.Shape, "target logits", targets.Shape);
            if (!(temperature > 0 && float.IsFinite(temperature)))
            {
                throw new ArgumentException($"KlDivergence: the temperature must be finite and above 0 but is {temperature}. Use 1 for plain softmax.");
            }

            Step step = logits.Step;
            var geometry = new Geometry(logits.Shape[0], logits.Shape[1], temperature);
            Tensor loss = step.Allocate([]);
            Storage statistics = step.Device.Rent(5L * geometry.Rows);
            Kernels.For(step.Device).Forward(geometry, logits.Storage, targets.Storage, statistics, loss.Storage);
            if (!step.Records(logits, targets))
            {
                step.Device.Return(statistics);
                return loss;
            }

            KlDivergenceOp op = step.Record<KlDivergenceOp>(loss);
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

        private readonly record struct Geometry(int Rows, int Classes, float Temperature);
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>Mean over rows of T²·KL(softmax(targets/T) ‖ softmax(logits/T)), a scalar: distillation.</summary>
        /// <param name="logits">[N, C].</param>
        /// <param name="targets">[N, C], the logits to be imitated.</param>
        /// <param name="temperature">T, above 0: larger is softer.</param>
        public static Tensor KlDivergence(this Tensor logits, Tensor targets, float temperature = 1)
            => KlDivergenceOp.Apply(logits, targets, temperature);
    }
}
