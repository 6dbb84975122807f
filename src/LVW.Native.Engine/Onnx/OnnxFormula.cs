namespace LVW.Native.Engine.Onnx;

/// <summary>Exports formulas that may or may not be able to.</summary>
internal static class OnnxFormula
{
    /// <summary>Puts a formula into a graph.</summary>
    /// <exception cref="OnnxException">The formula is no <see cref="IOnnxFormula"/>.</exception>
    public static OnnxValue Export<TFormula>(TFormula formula, OnnxGraph graph, params ReadOnlySpan<OnnxValue> operands)
        where TFormula : struct
        => formula is IOnnxFormula exportable
            ? exportable.Export(graph, operands)
            : throw new OnnxException($"ONNX: the formula {typeof(TFormula).Name} cannot be exported. Let it implement IOnnxFormula.");
}
