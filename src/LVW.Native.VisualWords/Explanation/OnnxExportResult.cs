using LVW.Native.Engine.Onnx;

namespace LVW.Native.VisualWords.Explanation;

/// <summary>What an exported file takes and gives.</summary>
/// <param name="Inputs">The inputs.</param>
/// <param name="Outputs">The outputs.</param>
/// <param name="Bytes">The file's length.</param>
public sealed record OnnxExportResult(IReadOnlyList<OnnxPort> Inputs, IReadOnlyList<OnnxPort> Outputs, long Bytes);
