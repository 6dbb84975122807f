using LVW.Native.Engine.Checkpoints.NumPy;
using LVW.Native.Engine.Checkpoints.PyTorch;

namespace LVW.Native.Engine.Checkpoints;

/// <summary>Writes raw tensors in the format that a file's ending names, in their types, tensor by tensor, atomically.</summary>
public static class CheckpointWriter
{
    /// <summary>The format of an ending: <c>.safetensors</c>, <c>.pth</c> or <c>.pt</c>, <c>.npz</c>.</summary>
    /// <exception cref="CheckpointException">It is another ending.</exception>
    public static CheckpointFormat FormatOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".safetensors" => CheckpointFormat.SafeTensors,
        ".pth" or ".pt" => CheckpointFormat.PyTorchZip,
        ".npz" => CheckpointFormat.NumPyArchive,
        _ => throw new CheckpointException($"{path}: weights are written as .safetensors, .pth, .pt or .npz. Choose one of these endings."),
    };

    /// <summary>Writes the tensors.</summary>
    /// <param name="path">The file to create or replace; its ending names the format.</param>
    /// <param name="tensors">The tensors, read while they are written.</param>
    /// <param name="metadata">Strings, which only safetensors can keep.</param>
    /// <returns>A line for each thing that the format could not keep as it was.</returns>
    /// <exception cref="CheckpointException">The ending is unknown, a type or name cannot be written, or a tensor cannot be read.</exception>
    /// <exception cref="IOException">The disk is full or the folder cannot be written; an old file is untouched.</exception>
    public static IReadOnlyList<string> Write(string path, IReadOnlyList<RawTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentNullException.ThrowIfNull(metadata);
        CheckpointFormat format = FormatOf(path);
        WritableNames.Require(format, tensors, path);
        AtomicFile.Write(path, stream =>
        {
            if (format == CheckpointFormat.SafeTensors) SafeTensorsWriter.Write(stream, tensors, metadata);
            else if (format == CheckpointFormat.PyTorchZip) PyTorchWriter.Write(stream, tensors, path);
            else NumPyWriter.Write(stream, tensors);
        });
        var lost = new List<string>();
        int widened = format == CheckpointFormat.NumPyArchive ? tensors.Count(tensor => tensor.Type == ElementType.BF16) : 0;
        if (widened > 0) lost.Add($"NumPy has no bfloat16: {widened} {(widened == 1 ? "tensor was" : "tensors were")} widened to float32.");
        if (format != CheckpointFormat.SafeTensors && metadata.Count > 0) lost.Add($"The format has no place for metadata: {string.Join(", ", metadata.Keys)} left out.");
        return lost;
    }
}
