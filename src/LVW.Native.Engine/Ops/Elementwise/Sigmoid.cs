using System.Runtime.CompilerServices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Onnx;
using LVW.Native.Engine.Ops.Elementwise;

namespace LVW.Native.Engine.Ops.Elementwise
{
    /// <summary>y = 1 / (1 + e⁻ˣ), with derivative y·(1 − y); saturates to 0 and 1 without overflow.</summary>
    public readonly struct Sigmoid : IUnaryFormula, IOnnxFormula
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Forward<T>(T x)
            where T : struct, ILane<T>
            => T.Constant(1) / (T.Constant(1) + T.Exp(-x));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Derivative<T>(T x, T y)
            where T : struct, ILane<T>
            => y * (T.Constant(1) - y);

        /// <inheritdoc/>
        public OnnxValue Export(OnnxGraph graph, params ReadOnlySpan<OnnxValue> operands) => graph.Node("Sigmoid", operands);
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>1 / (1 + e⁻ˣ), element by element.</summary>
        public static Tensor Sigmoid(this Tensor x) => UnaryOp<Sigmoid>.Apply(x, default);
    }
}
