using System.Runtime.CompilerServices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Onnx;
using LVW.Native.Engine.Ops.Elementwise;

namespace LVW.Native.VisualWords.Words;

/// <summary>
/// s(d) = ln((d + 1)/(d + ε)): how similar a patch at squared distance d is to a visual word; strictly decreasing, always positive,
/// s(0) = −ln ε. Derivative (ε − 1)/((d + 1)(d + ε)).
/// </summary>
/// <remarks>
/// With u = (1 − ε)/(d + ε) this is ln(1 + u). For distant words u is small and 1 + u loses its digits; Kahan's correction
/// u·ln(w)/(w − 1) with w = 1 + u as rounded gives them back, so that s keeps its relative accuracy from d = 0 to the largest d.
/// </remarks>
/// <param name="epsilon">ε, above 0 and below 1: the floor that bounds s at d = 0.</param>
public readonly struct LogSimilarity(float epsilon) : IUnaryFormula, IOnnxFormula
{
    /// <summary>The paper's ε, which makes s(0) = 9.2103.</summary>
    public const float DefaultEpsilon = 1e-4f;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Forward<T>(T x)
        where T : struct, ILane<T>
    {
        T one = T.Constant(1);
        T u = T.Constant(1 - epsilon) / (x + T.Constant(epsilon));
        T w = one + u;
        return T.WhereGreater(w, one, u * (T.Log(w) / (w - one)), u);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T Derivative<T>(T x, T y)
        where T : struct, ILane<T>
        => T.Constant(epsilon - 1) / ((x + T.Constant(1)) * (x + T.Constant(epsilon)));

    /// <inheritdoc/>
    /// <remarks>ln(1 + (1 − ε)/(d + ε)) as it stands: without Kahan's correction s is off by at most 1e-7, which is much only beside an s near 0.</remarks>
    public OnnxValue Export(OnnxGraph graph, params ReadOnlySpan<OnnxValue> operands)
    {
        OnnxValue u = graph.Node("Div", [graph.Scalar(1 - epsilon), graph.Node("Add", [operands[0], graph.Scalar(epsilon)])]);
        return graph.Node("Log", [graph.Node("Add", [u, graph.Scalar(1)])]);
    }
}
