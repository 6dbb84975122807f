namespace LVW.Native.Engine.Onnx;

/// <summary>An operator of a graph with one result, after which it is named.</summary>
internal sealed record OnnxNode(string Type, string Result, string?[] Operands, OnnxAttribute[] Attributes);
