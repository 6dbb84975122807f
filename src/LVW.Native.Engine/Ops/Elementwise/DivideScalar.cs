using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Onnx;
using LVW.Native.Engine.Ops.Elementwise;

namespace LVW.Native.Engine.Ops.Elementwise
{
    /// <summary>y = x / c, rounded once.</summary>
    /// <param name="c">The divisor.</param>
    public readonly struct DivideScalar(float c) : IUnaryFormula, IOnnxFormula
    {
        /// <inheritdoc/>
        public T Forward<T>(T x)
            where T : struct, ILane<T>
            => x / T.Constant(c);

        /// <inheritdoc/>
        public T Derivative<T>(T x, T y)
            where T : struct, ILane<T>
            => T.Constant(1) / T.Constant(c);

        /// <inheritdoc/>
        public OnnxValue Export(OnnxGraph graph, params ReadOnlySpan<OnnxValue> operands) => graph.Node("Div", [operands[0], graph.Scalar(c)]);
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>x / c, element by element.</summary>
        public static Tensor Divide(this Tensor x, float c) => UnaryOp<DivideScalar>.Apply(x, new DivideScalar(c));

        extension(Tensor)
        {
            /// <summary>x / c, element by element.</summary>
            public static Tensor operator /(Tensor x, float c) => x.Divide(c);
        }
    }
}
