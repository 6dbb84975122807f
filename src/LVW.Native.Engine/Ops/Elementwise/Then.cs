using System.Runtime.CompilerServices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Onnx;
using LVW.Native.Engine.Ops.Elementwise;

namespace LVW.Native.Engine.Ops.Elementwise
{
    /// <summary>y = g(f(x)) as one formula: one pass over memory, and on the way back f(x) is computed again rather than stored.</summary>
    /// <typeparam name="TFirst">f, applied first.</typeparam>
    /// <typeparam name="TSecond">g, applied to f's result.</typeparam>
    /// <param name="first">f.</param>
    /// <param name="second">g.</param>
    public readonly struct Then<TFirst, TSecond>(TFirst first, TSecond second) : IUnaryFormula, IOnnxFormula
        where TFirst : struct, IUnaryFormula
        where TSecond : struct, IUnaryFormula
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Forward<T>(T x)
            where T : struct, ILane<T>
            => second.Forward(first.Forward(x));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public T Derivative<T>(T x, T y)
            where T : struct, ILane<T>
        {
            T between = first.Forward(x);
            return second.Derivative(between, y) * first.Derivative(x, between);
        }

        /// <inheritdoc/>
        public OnnxValue Export(OnnxGraph graph, params ReadOnlySpan<OnnxValue> operands) => OnnxFormula.Export(second, graph, OnnxFormula.Export(first, graph, operands));
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>Joins two formulas into one that applies <paramref name="second"/> to the result of <paramref name="first"/>.</summary>
        public static Then<TFirst, TSecond> Then<TFirst, TSecond>(this TFirst first, TSecond second)
            where TFirst : struct, IUnaryFormula
            where TSecond : struct, IUnaryFormula
            => new(first, second);

        /// <summary>f(x), element by element, for any formula: <c>x.Apply(new Square().Then(new AddScalar(1f)))</c>.</summary>
        public static Tensor Apply<TFormula>(this Tensor x, TFormula formula)
            where TFormula : struct, IUnaryFormula
            => UnaryOp<TFormula>.Apply(x, formula);
    }
}
