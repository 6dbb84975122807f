using System.Runtime.CompilerServices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Onnx;
using LVW.Native.Engine.Ops.Elementwise;

namespace LVW.Native.Engine.Ops.Elementwise
{
    /// <summary>y = |x|; the derivative at 0 is 0.</summary>
    public readonly struct Abs : IUnaryFormula, IOnnxFormula
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Forward<T>(T x)
            where T : struct, ILane<T>
            => T.Max(x, -x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Derivative<T>(T x, T y)
            where T : struct, ILane<T>
            => T.WhereGreater(x, T.Constant(0), T.Constant(1), T.WhereGreater(T.Constant(0), x, T.Constant(-1), T.Constant(0)));

        /// <inheritdoc/>
        public OnnxValue Export(OnnxGraph graph, params ReadOnlySpan<OnnxValue> operands) => graph.Node("Abs", operands);
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>|x|, element by element.</summary>
        public static Tensor Abs(this Tensor x) => UnaryOp<Abs>.Apply(x, default);
    }
}
