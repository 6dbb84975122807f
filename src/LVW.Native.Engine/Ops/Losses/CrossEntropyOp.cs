using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Losses;

namespace LVW.Native.Engine.Ops.Losses
{
    /// <summary>
    /// Mean over rows of −Σ_c q[c]·ln softmax(x)[c], with q = (1 − ε)·[c = label] + ε/C; dx = (softmax(x) − q)·dy/N. The softmax is
    /// never stored: a row keeps its maximum and the logarithm of its sum.
    /// </summary>
    public sealed partial class CrossEntropyOp : Op
    {
        private static readonly KernelSet<IKernels> Kernels = new(cpu: device => new CpuKernels(device), gpu: device => new GpuKernels(device));

        private Geometry geometry;
        private Tensor logits;
        private IndexTensor labels;
        private Storage? statistics;

        private interface IKernels
        {
            // statistics: [3, N] = the row's maximum, ln Σ e^(x − max), loss.
            void Forward(Geometry geometry, Storage logits, Storage labels, Storage statistics, Storage loss);

            void Backward(Geometry geometry, Storage logits, Storage labels, Storage statistics, Storage dy, Storage dx, bool accumulate);
        }

        /// <summary>The mean cross-entropy of logits against labels.</summary>
        /// <param name="logits">[N, C].</param>
        /// <param name="labels">[N], each 0 to C − 1.</param>
        /// <param name="labelSmoothing">ε, 0 to below 1: the share of probability spread evenly over all classes.</param>
        /// <exception cref="ArgumentException">Wrong shapes, a label outside 0 to C − 1, or ε outside [0, 1).</exception>
        public static Tensor Apply(Tensor logits, IndexTensor labels, float labelSmoothing)
        {
            Shape shape = logits.Shape;
            if (shape.Rank != 2 || shape.Count == 0)
            {
                throw new ArgumentException($"CrossEntropy: logits must be [N, C] with N and C at least 1 but have shape {shape}. Reshape them first.");
            }

            if (labels.Shape.Rank != 1 || labels.Shape[0] != shape[0])
            {
                throw new ArgumentException(
                    $"CrossEntropy: logits {shape} need labels [{shape[0]}], one for each row, but labels have shape {labels.Shape}.");
            }

            if (!(labelSmoothing >= 0 && labelSmoothing < 1))
            {
                throw new ArgumentException($"CrossEntropy: label smoothing must be at least 0 and below 1 but is {labelSmoothing}.");
            }

            Step step = logits.Step;
            var geometry = new Geometry(shape[0], shape[1], labelSmoothing);
            Tensor loss = step.Allocate([]);
            Storage statistics = step.Device.Rent(3L * geometry.Rows);
            bool records = false;
            try
            {
                Kernels.For(step.Device).Forward(geometry, logits.Storage, labels.Storage, statistics, loss.Storage);
                records = step.Records(logits);
            }
            finally
            {
                if (!records) step.Device.Return(statistics);
            }

            if (records)
            {
                CrossEntropyOp op = step.Record<CrossEntropyOp>(loss);
                op.geometry = geometry;
                op.logits = logits;
                op.labels = labels;
                op.statistics = statistics;
            }

            return loss;
        }

        /// <inheritdoc/>
        protected internal override void Backward(Gradients gradients)
        {
            if (!gradients.Wants(logits)) return;
            Storage dx = gradients.For(logits, out bool accumulate);
            Kernels.For(logits.Device).Backward(
                geometry, logits.Storage, labels.Storage, statistics!, gradients.Of(Output), dx, accumulate);
        }

        /// <inheritdoc/>
        protected internal override void Release()
        {
            if (statistics is not null) Output.Device.Return(statistics);
            statistics = null;
        }

        private static ArgumentException WrongLabel(Geometry geometry, int row, int label)
            => new(
                $"CrossEntropy: row {row} has label {label} but logits [{geometry.Rows}, {geometry.Classes}] "
                + $"allow 0 to {geometry.Classes - 1}. Number the classes from 0.");

        private readonly record struct Geometry(int Rows, int Classes, float Smoothing);
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>Mean over rows of −ln softmax(logits)[label], a scalar.</summary>
        /// <param name="logits">[N, C].</param>
        /// <param name="labels">[N], each 0 to C − 1.</param>
        /// <param name="labelSmoothing">0 to below 1: the share of probability spread evenly over all classes.</param>
        public static Tensor CrossEntropy(this Tensor logits, IndexTensor labels, float labelSmoothing = 0)
            => CrossEntropyOp.Apply(logits, labels, labelSmoothing);
    }
}
