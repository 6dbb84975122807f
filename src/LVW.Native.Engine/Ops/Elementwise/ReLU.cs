using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Onnx;
using LVW.Native.Engine.Ops.Elementwise;

namespace LVW.Native.Engine.Ops.Elementwise
{
    /// <summary>y = max(x, 0); the derivative at 0 is 0.</summary>
    public readonly struct ReLU : IUnaryFormula, IOnnxFormula
    {
        /// <inheritdoc/>
        public T Forward<T>(T x)
            where T : struct, ILane<T>
            => T.Max(x, T.Constant(0));

        /// <inheritdoc/>
        public T Derivative<T>(T x, T y)
            where T : struct, ILane<T>
            => T.WhereGreater(x, T.Constant(0), T.Constant(1), T.Constant(0));

        /// <inheritdoc/>
        public OnnxValue Export(OnnxGraph graph, params ReadOnlySpan<OnnxValue> operands) => graph.Node("Relu", operands);
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>max(x, 0), element by element.</summary>
        public static Tensor ReLU(this Tensor x) => UnaryOp<ReLU>.Apply(x, default);
    }
}
