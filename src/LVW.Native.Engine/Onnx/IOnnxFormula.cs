namespace LVW.Native.Engine.Onnx;

/// <summary>What an element-wise formula implements besides its own interface, so that models that use it can be exported.</summary>
public interface IOnnxFormula
{
    /// <summary>Puts the formula into a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="operands">x; or a and b, lined up for ONNX's broadcasting.</param>
    /// <returns>The result.</returns>
    OnnxValue Export(OnnxGraph graph, params ReadOnlySpan<OnnxValue> operands);
}
