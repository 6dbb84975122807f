using System.Runtime.CompilerServices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Onnx;
using LVW.Native.Engine.Ops.Elementwise;

namespace LVW.Native.Engine.Ops.Elementwise
{
    /// <summary>y = a·b.</summary>
    public readonly struct Multiply : IBinaryFormula, IOnnxFormula
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Forward<T>(T a, T b)
            where T : struct, ILane<T>
            => a * b;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T DerivativeLeft<T>(T a, T b, T y)
            where T : struct, ILane<T>
            => b;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T DerivativeRight<T>(T a, T b, T y)
            where T : struct, ILane<T>
            => a;

        /// <inheritdoc/>
        public OnnxValue Export(OnnxGraph graph, params ReadOnlySpan<OnnxValue> operands) => graph.Node("Mul", operands);
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>a·b, element by element; dimensions of size 1 repeat.</summary>
        /// <exception cref="ArgumentException">The shapes do not broadcast.</exception>
        public static Tensor Multiply(this Tensor a, Tensor b) => BinaryOp<Multiply>.Apply(a, b, default);

        extension(Tensor)
        {
            /// <summary>a·b, element by element; dimensions of size 1 repeat.</summary>
            public static Tensor operator *(Tensor a, Tensor b) => a.Multiply(b);
        }
    }
}
