namespace LVW.Native.Engine.Checkpoints;

/// <summary>What a safetensors file holds.</summary>
/// <param name="Tensors">Values by name, in the file's order.</param>
/// <param name="Metadata">The strings of the header's <c>__metadata__</c>.</param>
public sealed record SafeTensorsContent(IReadOnlyDictionary<string, HostTensor> Tensors, IReadOnlyDictionary<string, string> Metadata);
