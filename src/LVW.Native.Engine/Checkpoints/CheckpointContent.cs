namespace LVW.Native.Engine.Checkpoints;

/// <summary>What a reader found in a file.</summary>
/// <param name="Format">The format.</param>
/// <param name="Tensors">The tensors in the file's order, their values still in the file.</param>
internal sealed record CheckpointContent(CheckpointFormat Format, IReadOnlyList<RawTensor> Tensors)
{
    /// <summary>Strings beside the tensors.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>Names of what is in the file and is no weight.</summary>
    public IReadOnlyList<string> PassedOver { get; init; } = [];
}
