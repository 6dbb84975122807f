using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Diagnostics;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Onnx;
using LVW.Native.Engine.Ops.MatMul;

namespace LVW.Native.Engine.Ops.MatMul
{
    /// <summary>Fully connected layer: y[m, o] = b[o] + Σ_i x[m, i] · w[o, i], for every row m of the last dimension.</summary>
    public sealed partial class LinearOp : Op
    {
        private static readonly KernelSet<IKernels> Kernels = new(cpu: device => new CpuKernels(device), gpu: device => new GpuKernels(device));

        private Tensor x;
        private Tensor w;
        private Tensor bias;

        private interface IKernels
        {
            void Forward(in Sizes sizes, Storage x, Storage w, Storage? bias, Storage y);

            void InputGradient(in Sizes sizes, Storage dy, Storage w, Storage dx, bool accumulate);

            void WeightGradient(in Sizes sizes, Storage x, Storage dy, Storage dw, bool accumulate);

            void BiasGradient(int rows, int outputs, Storage dy, Storage db, bool accumulate);
        }

        /// <summary>Applies the layer.</summary>
        /// <param name="x">[…, I], rank 1 to 4.</param>
        /// <param name="w">[O, I].</param>
        /// <param name="bias">[O], or empty.</param>
        /// <returns>[…, O].</returns>
        /// <exception cref="ArgumentException">The shapes do not fit each other.</exception>
        public static Tensor Apply(Tensor x, Tensor w, Tensor bias)
        {
            if (w.Shape.Rank != 2) throw new ArgumentException($"Linear: the weight must be [outputs, inputs] but has shape {w.Shape}.");
            if (x.Shape.Rank == 0 || x.Shape[-1] != w.Shape[1])
            {
                throw new ArgumentException(
                    $"Linear: the last dimension of the input {x.Shape} must be {w.Shape[1]}, the inputs of the weight {w.Shape}. Reshape the input, or use a weight of its size.");
            }

            if (!bias.IsEmpty && bias.Shape != [w.Shape[0]])
            {
                throw new ArgumentException($"Linear: the bias has shape {bias.Shape} but the weight {w.Shape} needs [{w.Shape[0]}], one number for each output.");
            }

            Step step = x.Step;
            Tensor y = step.Allocate(x.Shape.With(-1, w.Shape[0]));
            Kernels.For(step.Device).Forward(SizesOf(y, w), x.Storage, w.Storage, bias.IsEmpty ? null : bias.Storage, y.Storage);
            if (step.Records(x, w, bias))
            {
                LinearOp op = step.Record<LinearOp>(y);
                op.x = x;
                op.w = w;
                op.bias = bias;
            }

            return y;
        }

        /// <inheritdoc/>
        protected internal override OnnxValue Export(OnnxGraph graph)
        {
            (OnnxValue rows, OnnxValue weight) = (graph.Plain(x), graph.Shared(Name, w));
            if (x.Shape.Rank == 2)
            {
                return graph.Node("Gemm", bias.IsEmpty ? [rows, weight] : [rows, weight, graph.Shared(Name, bias)], OnnxAttribute.Integer("transB", 1));
            }

            OnnxValue y = graph.Node("MatMul", [rows, graph.Node("Transpose", [weight], OnnxAttribute.Integers("perm", 1, 0))]);
            return bias.IsEmpty ? y : graph.Node("Add", [y, graph.Shared(Name, bias)]);
        }

        /// <inheritdoc/>
        protected internal override void Backward(Gradients gradients)
        {
            IKernels kernels = Kernels.For(x.Device);
            Sizes sizes = SizesOf(Output, w);
            Storage dy = gradients.Of(Output);
            if (gradients.Wants(bias)) kernels.BiasGradient(sizes.Rows, sizes.Outputs, dy, gradients.For(bias, out bool accumulate), accumulate);
            if (gradients.Wants(w)) kernels.WeightGradient(sizes, x.Storage, dy, gradients.For(w, out bool accumulate), accumulate);
            if (gradients.Wants(x)) kernels.InputGradient(sizes, dy, w.Storage, gradients.For(x, out bool accumulate), accumulate);
        }

        private static Sizes SizesOf(Tensor y, Tensor w)
        {
            long rows = 1;
            for (int axis = 0; axis < y.Shape.Rank - 1; axis++) rows *= y.Shape[axis];
            return new Sizes(checked((int)rows), w.Shape[1], w.Shape[0]);
        }

        /// <param name="Rows">Rows of x and y.</param>
        /// <param name="Inputs">I.</param>
        /// <param name="Outputs">O.</param>
        private readonly record struct Sizes(int Rows, int Inputs, int Outputs) : IOpCost
        {
            public long Flops => 2L * Rows * Inputs * Outputs;
        }
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>Fully connected layer: x · weightᵀ + bias along the last dimension.</summary>
        /// <param name="x">[…, I], rank 1 to 4.</param>
        /// <param name="weight">[O, I].</param>
        /// <param name="bias">[O]; leave out for none.</param>
        /// <returns>[…, O].</returns>
        /// <exception cref="ArgumentException">The shapes do not fit each other.</exception>
        public static Tensor Linear(this Tensor x, Tensor weight, Tensor bias = default) => LinearOp.Apply(x, weight, bias);
    }
}
