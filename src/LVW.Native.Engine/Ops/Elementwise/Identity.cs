using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Onnx;

namespace LVW.Native.Engine.Ops.Elementwise;

/// <summary>y = x: what a sum applies to its terms when nothing is fused into it.</summary>
public readonly struct Identity : IUnaryFormula, IOnnxFormula
{
    /// <inheritdoc/>
    public T Forward<T>(T x)
        where T : struct, ILane<T>
        => x;

    /// <inheritdoc/>
    public T Derivative<T>(T x, T y)
        where T : struct, ILane<T>
        => T.Constant(1);

    /// <inheritdoc/>
    public OnnxValue Export(OnnxGraph graph, params ReadOnlySpan<OnnxValue> operands) => operands[0];
}
