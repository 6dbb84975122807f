using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Onnx;
using LVW.Native.Engine.Ops.Elementwise;

namespace LVW.Native.Engine.Ops.Elementwise
{
    /// <summary>y = −x.</summary>
    public readonly struct Negate : IUnaryFormula, IOnnxFormula
    {
        /// <inheritdoc/>
        public T Forward<T>(T x)
            where T : struct, ILane<T>
            => -x;

        /// <inheritdoc/>
        public T Derivative<T>(T x, T y)
            where T : struct, ILane<T>
            => T.Constant(-1);

        /// <inheritdoc/>
        public OnnxValue Export(OnnxGraph graph, params ReadOnlySpan<OnnxValue> operands) => graph.Node("Neg", operands);
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>−x, element by element.</summary>
        public static Tensor Negate(this Tensor x) => UnaryOp<Negate>.Apply(x, default);

        extension(Tensor)
        {
            /// <summary>−x, element by element.</summary>
            public static Tensor operator -(Tensor x) => x.Negate();
        }
    }
}
