namespace LVW.Native.Engine.Checkpoints;

/// <summary>
/// The safetensors format: eight bytes of header length, a JSON header of names, types, shapes and byte ranges, then raw values.
/// Nothing in a file is executed, and every size is checked against the file's length before memory is taken.
/// </summary>
public static class SafeTensors
{
    /// <summary>Reads every tensor of a file, converted to float32.</summary>
    /// <param name="path">A <c>.safetensors</c> file with F64, F32, F16, BF16 or integer tensors of rank 0 to 4.</param>
    /// <exception cref="CheckpointException">The file is missing, damaged, or holds what cannot be represented.</exception>
    public static SafeTensorsContent Read(string path)
    {
        using ByteSource source = ByteSource.Open(path);
        CheckpointContent content = SafeTensorsReader.Read(source);
        return new SafeTensorsContent(content.Tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.ToHostTensor(), StringComparer.Ordinal), content.Metadata);
    }

    /// <summary>Writes tensors as float32, in the order given, atomically.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="tensors">Names and values.</param>
    /// <param name="metadata">Strings for the header's <c>__metadata__</c>.</param>
    /// <param name="previous">The name under which the old file is kept, or null to replace it.</param>
    public static void Write(
        string path, IReadOnlyDictionary<string, HostTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null, string? previous = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        RawTensor[] raw = [.. tensors.Select(entry => RawTensor.Of(entry.Key, entry.Value))];
        WritableNames.Require(CheckpointFormat.SafeTensors, raw, path);
        AtomicFile.Write(path, stream => SafeTensorsWriter.Write(stream, raw, metadata ?? new Dictionary<string, string>()), previous);
    }
}
