using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Onnx;
using LVW.Native.Engine.Ops.Elementwise;

namespace LVW.Native.Engine.Ops.Elementwise
{
    /// <summary>y = c·x.</summary>
    /// <param name="c">The factor.</param>
    public readonly struct MultiplyScalar(float c) : IUnaryFormula, IOnnxFormula
    {
        /// <inheritdoc/>
        public T Forward<T>(T x)
            where T : struct, ILane<T>
            => x * T.Constant(c);

        /// <inheritdoc/>
        public T Derivative<T>(T x, T y)
            where T : struct, ILane<T>
            => T.Constant(c);

        /// <inheritdoc/>
        public OnnxValue Export(OnnxGraph graph, params ReadOnlySpan<OnnxValue> operands) => graph.Node("Mul", [operands[0], graph.Scalar(c)]);
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>c·x, element by element.</summary>
        public static Tensor Multiply(this Tensor x, float c) => UnaryOp<MultiplyScalar>.Apply(x, new MultiplyScalar(c));

        extension(Tensor)
        {
            /// <summary>c·x, element by element.</summary>
            public static Tensor operator *(Tensor x, float c) => x.Multiply(c);

            /// <summary>c·x, element by element.</summary>
            public static Tensor operator *(float c, Tensor x) => x.Multiply(c);
        }
    }
}
