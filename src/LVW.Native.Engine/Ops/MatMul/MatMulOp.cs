using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Diagnostics;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Onnx;
using LVW.Native.Engine.Ops.MatMul;

namespace LVW.Native.Engine.Ops.MatMul
{
    /// <summary>Matrix product: y = op(a) · op(b), where op transposes or not.</summary>
    public sealed partial class MatMulOp : Op
    {
        private static readonly KernelSet<IKernels> Kernels = new(cpu: device => new CpuKernels(device), gpu: device => new GpuKernels(device));

        private Tensor a;
        private Tensor b;
        private bool transposeA;
        private bool transposeB;

        private interface IKernels
        {
            /// <summary>c (+)= op(a) · op(b).</summary>
            void Multiply(in Sizes sizes, Storage a, bool transposeA, Storage b, bool transposeB, Storage c, bool accumulate);
        }

        /// <summary>Multiplies.</summary>
        /// <param name="a">[M, K], or [K, M] if transposed.</param>
        /// <param name="b">[K, N], or [N, K] if transposed.</param>
        /// <param name="transposeA">Whether a's transpose is meant.</param>
        /// <param name="transposeB">Whether b's transpose is meant.</param>
        /// <returns>[M, N].</returns>
        /// <exception cref="ArgumentException">An operand is not a matrix, or the inner sizes differ.</exception>
        public static Tensor Apply(Tensor a, Tensor b, bool transposeA, bool transposeB)
        {
            if (a.Shape.Rank != 2 || b.Shape.Rank != 2)
            {
                throw new ArgumentException($"MatMul: both operands must be matrices but have shapes {a.Shape} and {b.Shape}. Reshape them to rank 2.");
            }

            int depth = a.Shape[transposeA ? 0 : 1];
            if (depth != b.Shape[transposeB ? 1 : 0])
            {
                throw new ArgumentException(
                    $"MatMul: the inner sizes {depth} and {b.Shape[transposeB ? 1 : 0]} differ ({Describe(a, transposeA)} times {Describe(b, transposeB)}). "
                    + "Columns of the left operand must equal rows of the right one; transposeA and transposeB exchange them.");
            }

            Step step = a.Step;
            Tensor y = step.Allocate([a.Shape[transposeA ? 1 : 0], b.Shape[transposeB ? 0 : 1]]);
            Kernels.For(step.Device).Multiply(new Sizes(y.Shape[0], y.Shape[1], depth), a.Storage, transposeA, b.Storage, transposeB, y.Storage, accumulate: false);
            if (step.Records(a, b))
            {
                MatMulOp op = step.Record<MatMulOp>(y);
                op.a = a;
                op.b = b;
                op.transposeA = transposeA;
                op.transposeB = transposeB;
            }

            return y;
        }

        /// <inheritdoc/>
        protected internal override OnnxValue Export(OnnxGraph graph)
        {
            (OnnxValue left, OnnxValue right) = (graph.Plain(a), graph.Shared(Name, b));
            if (left.IsBatched && transposeA) throw OnnxException.MixesPictures(Name);
            return graph.Node("Gemm", [left, right], OnnxAttribute.Integer("transA", transposeA ? 1 : 0), OnnxAttribute.Integer("transB", transposeB ? 1 : 0));
        }

        /// <inheritdoc/>
        protected internal override void Backward(Gradients gradients)
        {
            // With A = op(a), B = op(b): dA = dy · Bᵀ and dB = Aᵀ · dy; a transposed operand wants the transpose of that.
            IKernels kernels = Kernels.For(a.Device);
            Storage dy = gradients.Of(Output);
            int rows = Output.Shape[0], columns = Output.Shape[1], depth = a.Shape[transposeA ? 0 : 1];
            if (gradients.Wants(a))
            {
                Storage da = gradients.For(a, out bool accumulate);
                if (transposeA) kernels.Multiply(new Sizes(depth, rows, columns), b.Storage, transposeB, dy, true, da, accumulate);
                else kernels.Multiply(new Sizes(rows, depth, columns), dy, false, b.Storage, !transposeB, da, accumulate);
            }

            if (gradients.Wants(b))
            {
                Storage db = gradients.For(b, out bool accumulate);
                if (transposeB) kernels.Multiply(new Sizes(columns, depth, rows), dy, true, a.Storage, transposeA, db, accumulate);
                else kernels.Multiply(new Sizes(depth, columns, rows), a.Storage, !transposeA, dy, false, db, accumulate);
            }
        }

        /// <param name="Rows">Rows of op(a) and c.</param>
        /// <param name="Columns">Columns of op(b) and c.</param>
        /// <param name="Depth">Columns of op(a), rows of op(b).</param>
        private readonly record struct Sizes(int Rows, int Columns, int Depth) : IOpCost
        {
            public long Flops => 2L * Rows * Columns * Depth;
        }

        private static string Describe(Tensor operand, bool transposed) => transposed ? $"the transpose of {operand.Shape}" : operand.Shape.ToString();
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>Matrix product op(a) · op(b).</summary>
        /// <param name="a">[M, K], or [K, M] if transposed.</param>
        /// <param name="b">[K, N], or [N, K] if transposed.</param>
        /// <param name="transposeA">Whether a's transpose is meant.</param>
        /// <param name="transposeB">Whether b's transpose is meant.</param>
        /// <returns>[M, N].</returns>
        /// <exception cref="ArgumentException">An operand is not a matrix, or the inner sizes differ.</exception>
        public static Tensor MatMul(this Tensor a, Tensor b, bool transposeA = false, bool transposeB = false)
            => MatMulOp.Apply(a, b, transposeA, transposeB);
    }
}
