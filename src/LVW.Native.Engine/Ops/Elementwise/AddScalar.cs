using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Onnx;
using LVW.Native.Engine.Ops.Elementwise;

namespace LVW.Native.Engine.Ops.Elementwise
{
    /// <summary>y = x + c.</summary>
    /// <param name="c">The number added.</param>
    public readonly struct AddScalar(float c) : IUnaryFormula, IOnnxFormula
    {
        /// <inheritdoc/>
        public T Forward<T>(T x)
            where T : struct, ILane<T>
            => x + T.Constant(c);

        /// <inheritdoc/>
        public T Derivative<T>(T x, T y)
            where T : struct, ILane<T>
            => T.Constant(1);

        /// <inheritdoc/>
        public OnnxValue Export(OnnxGraph graph, params ReadOnlySpan<OnnxValue> operands) => graph.Node("Add", [operands[0], graph.Scalar(c)]);
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>x + c, element by element.</summary>
        public static Tensor Add(this Tensor x, float c) => UnaryOp<AddScalar>.Apply(x, new AddScalar(c));

        extension(Tensor)
        {
            /// <summary>x + c, element by element.</summary>
            public static Tensor operator +(Tensor x, float c) => x.Add(c);

            /// <summary>c + x, element by element.</summary>
            public static Tensor operator +(float c, Tensor x) => x.Add(c);

            /// <summary>x − c, element by element.</summary>
            public static Tensor operator -(Tensor x, float c) => x.Add(-c);

            /// <summary>c − x, element by element.</summary>
            public static Tensor operator -(float c, Tensor x) => UnaryOp<Then<Negate, AddScalar>>.Apply(x, new(default, new AddScalar(c)));
        }
    }
}
