using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Onnx;
using LVW.Native.Engine.Ops.Elementwise;

namespace LVW.Native.Engine.Ops.Elementwise
{
    /// <summary>y = x².</summary>
    public readonly struct Square : IUnaryFormula, IOnnxFormula
    {
        /// <inheritdoc/>
        public T Forward<T>(T x)
            where T : struct, ILane<T>
            => x * x;

        /// <inheritdoc/>
        public T Derivative<T>(T x, T y)
            where T : struct, ILane<T>
            => x + x;

        /// <inheritdoc/>
        public OnnxValue Export(OnnxGraph graph, params ReadOnlySpan<OnnxValue> operands) => graph.Node("Mul", [operands[0], operands[0]]);
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>x², element by element.</summary>
        public static Tensor Square(this Tensor x) => UnaryOp<Square>.Apply(x, default);
    }
}
