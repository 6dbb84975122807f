using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Distributed;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Onnx;
using LVW.Native.Engine.Ops.Normalization;

namespace LVW.Native.Engine.Ops.Normalization
{
    /// <summary>
    /// Batch normalisation (Ioffe and Szegedy, 2015): y = γ·(x − μ)/√(σ² + ε) + β for each channel, optionally + residual and cut at zero,
    /// with μ and σ² of the batch (training) or the running ones (evaluation).
    /// </summary>
    public sealed partial class BatchNorm2dOp : Op
    {
        private static readonly KernelSet<IKernels> Kernels = new(cpu: device => new CpuKernels(device), gpu: device => new GpuKernels(device));

        private BatchNormGeometry geometry;
        private Tensor x;
        private Tensor gamma;
        private Tensor beta;
        private Tensor residual;
        private Parameter? runningMean;
        private Parameter? runningVariance;
        private Storage? moments;
        private NormalizationGroup? group;
        private double groupRows;
        private Action<Storage>? exchange;

        private interface IKernels
        {
            /// <summary>moments = mean and 1/√(variance + ε) of the batch; the running statistics move by <paramref name="momentum"/> towards the batch's.</summary>
            void Measure(in BatchNormGeometry geometry, float momentum, Storage x, Storage moments, Storage runningMean, Storage runningVariance);

            /// <summary>moments = mean and 1/√(variance + ε) of the running statistics.</summary>
            void Recall(in BatchNormGeometry geometry, Storage runningMean, Storage runningVariance, Storage moments);

            void Forward(in BatchNormGeometry geometry, Storage x, Storage moments, Storage gamma, Storage beta, Storage? residual, Storage y);

            /// <summary>The mean and Σ (x − mean)² of each channel of this process's rows, on the host.</summary>
            void Share(in BatchNormGeometry geometry, Storage x, double[] mean, double[] rest);

            // What is exchanged are the slopes, [2C]: each a sum over the rows divided by their number. Nothing where there is one rank.
            void Backward(in BatchNormGeometry geometry, in Inputs inputs, in Targets targets, Action<Storage>? exchange);
        }

        /// <summary>Normalises every channel.</summary>
        /// <exception cref="ArgumentException">The shapes do not agree, or a channel has a single value in training.</exception>
        public static Tensor Apply(
            Tensor x,
            Tensor gamma,
            Tensor beta,
            Parameter runningMean,
            Parameter runningVariance,
            bool training,
            float momentum,
            float epsilon,
            Tensor residual,
            bool relu,
            NormalizationGroup? group)
        {
            Shape shape = x.Shape;
            if (shape.Rank < 2) throw new ArgumentException($"BatchNorm2d: the input has shape {shape} but must be [N, H, W, C] or [N, C]. Channels are the last dimension.");
            Check("weight", gamma.Shape, shape);
            Check("bias", beta.Shape, shape);
            Check("running mean", runningMean.Shape, shape);
            Check("running variance", runningVariance.Shape, shape);
            if (!residual.IsEmpty && residual.Shape != shape)
            {
                throw new ArgumentException($"BatchNorm2d: the residual {residual.Shape} is added to the input {shape}; both must have the same shape.");
            }

            Step step = x.Step;
            if (!ReferenceEquals(runningMean.Device, step.Device) || !ReferenceEquals(runningVariance.Device, step.Device))
            {
                throw new ArgumentException("BatchNorm2d: the running statistics live on another device than the input. Create the model on the step's device.");
            }

            int channels = shape[^1];
            var geometry = new BatchNormGeometry(channels == 0 ? 0 : shape.Count / channels, channels, epsilon, training, relu);
            if (!training || group?.Collective.Size == 1) group = null;
            if (training && group is null && geometry.Rows < 2)
            {
                throw new ArgumentException($"BatchNorm2d: the input {shape} has {geometry.Rows} value per channel; a variance needs at least 2. Use a larger batch, or evaluation.");
            }

            IKernels kernels = Kernels.For(step.Device);
            Storage moments = step.Device.Rent(2L * channels);
            double groupRows = 0;
            if (group is not null) groupRows = MeasureGroup(kernels, group, geometry, momentum, x, moments, runningMean, runningVariance);
            else if (training) kernels.Measure(geometry, momentum, x.Storage, moments, runningMean.Value, runningVariance.Value);
            else kernels.Recall(geometry, runningMean.Value, runningVariance.Value, moments);
            Tensor y = step.Allocate(shape);
            kernels.Forward(geometry, x.Storage, moments, gamma.Storage, beta.Storage, residual.IsEmpty ? null : residual.Storage, y.Storage);
            if (!step.Records(x, gamma, beta, residual))
            {
                step.Device.Return(moments);
                return y;
            }

            BatchNorm2dOp op = step.Record<BatchNorm2dOp>(y);
            op.geometry = geometry;
            op.x = x;
            op.gamma = gamma;
            op.beta = beta;
            op.residual = residual;
            op.runningMean = runningMean;
            op.runningVariance = runningVariance;
            op.moments = moments;
            op.group = group;
            op.groupRows = groupRows;
            return y;
        }

        /// <inheritdoc/>
        protected internal override OnnxValue Export(OnnxGraph graph)
        {
            if (geometry.UsesBatch) throw new OnnxException("ONNX: BatchNorm2d uses the statistics of the batch. Call Train(false) on the model before it is traced.");
            OnnxValue y = graph.Node(
                "BatchNormalization",
                [graph.ChannelsFirst(x), graph.Shared(Name, gamma), graph.Shared(Name, beta), graph.Value(runningMean!), graph.Value(runningVariance!)],
                OnnxAttribute.Number("epsilon", geometry.Epsilon));
            if (!residual.IsEmpty)
            {
                OnnxValue added = graph.ChannelsFirst(residual);
                if (added.IsBatched != y.IsBatched) throw OnnxException.FixedBatch(Name, (added.IsBatched ? x : residual).Shape);
                y = graph.Node("Add", [y, added]);
            }

            return geometry.ReLU ? graph.Node("Relu", [y]) : y;
        }

        /// <inheritdoc/>
        protected internal override void Backward(Gradients gradients)
        {
            // The block of dy goes on to whoever comes first: to the residual, whose gradient is dy where the cut let it through, else to x.
            Storage dy = gradients.Of(Output);
            var targets = default(Targets);
            if (!gradients.Wants(residual))
            {
                if (gradients.Wants(x)) targets.X = Target.InPlace(gradients, Output, x);
            }
            else
            {
                if (geometry.ReLU) targets.Residual = Target.InPlace(gradients, Output, residual);
                else gradients.PassOn(Output, residual);
                if (gradients.Wants(x)) targets.X = Target.Of(gradients, x);
            }

            if (gradients.Wants(gamma)) targets.Gamma = Target.Of(gradients, gamma);
            if (gradients.Wants(beta)) targets.Beta = Target.Of(gradients, beta);
            bool readsOutput = geometry.ReLU && !residual.IsEmpty;
            var inputs = new Inputs(x.Storage, moments!, gamma.Storage, beta.Storage, readsOutput ? Output.Storage : null, dy);
            Kernels.For(x.Device).Backward(geometry, inputs, targets, group is null ? null : exchange ??= ExchangeSlopes);
        }

        /// <inheritdoc/>
        protected internal override void Release()
        {
            if (moments is not null) Output.Device.Return(moments);
            moments = null;
            group = null;
            (runningMean, runningVariance) = (null, null);
        }

        private static void Check(string name, Shape shape, Shape x)
        {
            if (shape.Rank != 1 || shape[0] != x[^1])
            {
                throw new ArgumentException(
                    $"BatchNorm2d: the {name} has shape {shape} but the input {x} has {x[^1]} channels. Channels are the last dimension.");
            }
        }

        /// <summary>What the backward kernels read; the output only where a residual makes it impossible to recompute its sign from x.</summary>
        private readonly record struct Inputs(Storage X, Storage Moments, Storage Gamma, Storage Beta, Storage? Y, Storage Dy);

        /// <summary>A gradient that is wanted, or none.</summary>
        private readonly record struct Target(Storage? Block, bool Accumulate)
        {
            public static Target Of(Gradients gradients, Tensor input)
            {
                Storage block = gradients.For(input, out bool accumulate);
                return new Target(block, accumulate);
            }

            /// <summary>The block of the output's gradient itself where it can be handed over; kernels read each element before they write it.</summary>
            public static Target InPlace(Gradients gradients, Tensor output, Tensor input)
            {
                Storage block = gradients.Of(output);
                return gradients.TryPassOn(output, input) ? new Target(block, Accumulate: false) : Of(gradients, input);
            }
        }

        private record struct Targets(Target X, Target Gamma, Target Beta, Target Residual);
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>γ·(x − μ)/√(σ² + ε) + β for each channel, optionally plus a residual and cut at zero, in one pass.</summary>
        /// <param name="x">[N, H, W, C] or [N, C].</param>
        /// <param name="gamma">γ, [C]: the weight.</param>
        /// <param name="beta">β, [C]: the bias.</param>
        /// <param name="runningMean">[C]; read in evaluation, updated in training.</param>
        /// <param name="runningVariance">[C]; read in evaluation, updated (with the unbiased variance) in training.</param>
        /// <param name="training">Whether μ and σ² (biased) are those of the batch.</param>
        /// <param name="momentum">The weight of the batch in the running statistics, 0 to 1.</param>
        /// <param name="epsilon">ε, added to the variance.</param>
        /// <param name="residual">Added to the result before it is cut; the shape of <paramref name="x"/>, or nothing.</param>
        /// <param name="relu">Whether negative results become 0.</param>
        /// <param name="group">The ranks whose values make up the batch in training; null for this process's alone.</param>
        public static Tensor BatchNorm2d(
            this Tensor x,
            Tensor gamma,
            Tensor beta,
            Parameter runningMean,
            Parameter runningVariance,
            bool training,
            float momentum = 0.1f,
            float epsilon = 1e-5f,
            Tensor residual = default,
            bool relu = false,
            NormalizationGroup? group = null)
            => BatchNorm2dOp.Apply(x, gamma, beta, runningMean, runningVariance, training, momentum, epsilon, residual, relu, group);
    }
}
