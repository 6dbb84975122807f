using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Onnx;
using LVW.Native.Engine.Ops.Elementwise;

namespace LVW.Native.Engine.Ops.Elementwise
{
    /// <summary>y = eˣ.</summary>
    public readonly struct Exp : IUnaryFormula, IOnnxFormula
    {
        /// <inheritdoc/>
        public T Forward<T>(T x)
            where T : struct, ILane<T>
            => T.Exp(x);

        /// <inheritdoc/>
        public T Derivative<T>(T x, T y)
            where T : struct, ILane<T>
            => y;

        /// <inheritdoc/>
        public OnnxValue Export(OnnxGraph graph, params ReadOnlySpan<OnnxValue> operands) => graph.Node("Exp", operands);
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>eˣ, element by element.</summary>
        public static Tensor Exp(this Tensor x) => UnaryOp<Exp>.Apply(x, default);
    }
}
