using LVW.Native.Engine.Checkpoints.Zip;

namespace LVW.Native.Engine.Checkpoints.PyTorch;

/// <summary>Tensors of a PyTorch file from what its pickle says and where its storages lie.</summary>
internal static class PyTorchTensors
{
    /// <summary>What views may repeat of their storages however small the file is.</summary>
    private const long SmallRepetition = 64 << 20;

    /// <summary>How many times the file's length they may repeat: layers that share weights name them once each.</summary>
    private const int MostRepetitions = 16;

    /// <summary>Makes the tensors; no value is read.</summary>
    /// <param name="source">The file.</param>
    /// <param name="tensors">Views by key.</param>
    /// <param name="record">The bytes of a storage's record.</param>
    /// <exception cref="CheckpointException">A tensor reaches outside of its storage, or all together repeat their storages without measure.</exception>
    public static IReadOnlyList<RawTensor> Of(ByteSource source, IReadOnlyDictionary<string, PickleTensor> tensors, Func<PickleStorage, StoredBytes> record)
    {
        var made = new List<RawTensor>(tensors.Count);
        var records = new Dictionary<string, StoredBytes>(StringComparer.Ordinal);
        Int128 stored = 0;
        Int128 read = 0;
        foreach ((string key, PickleTensor tensor) in tensors)
        {
            if (!records.TryGetValue(tensor.Storage.Key, out StoredBytes? bytes))
            {
                bytes = record(tensor.Storage);
                records.Add(tensor.Storage.Key, bytes);
                stored += bytes.Length;
            }

            RawTensor next = Make(source, key, tensor, bytes);
            made.Add(next);

            // What is compressed is inflated from its start for every view.
            read += next.ByteLength;
            if (bytes is DeflatedBytes) read += (tensor.Storage.Start + tensor.Offset) * (Int128)ElementConversion.Width(tensor.Type);
            if (read <= stored + Int128.Max(SmallRepetition, (Int128)source.Length * MostRepetitions)) continue;
            throw new CheckpointException(
                $"{source.Path}: up to tensor '{key}' of shape {RawTensor.Describe(tensor.Sizes)}, {read} bytes are to be read of storages of {stored}, again and again. Save the tensors with .contiguous() or .clone() if that is meant.");
        }

        return made;
    }

    /// <summary>Bytes of a storage's record.</summary>
    public static Int128 RecordLength(PickleStorage storage) => (Int128)storage.RecordCount * Width(storage);

    private static RawTensor Make(ByteSource source, string key, PickleTensor tensor, StoredBytes bytes)
    {
        PickleStorage storage = tensor.Storage;
        if (RecordLength(storage) > bytes.Length)
        {
            throw new CheckpointException(
                $"{source.Path}: storage '{storage.Key}' of tensor '{key}' should have {RecordLength(storage)} bytes but has {bytes.Length}. The file is damaged or was cut short.");
        }

        int width = ElementConversion.Width(tensor.Type);

        // A part of a storage begins at its own start; an untyped storage counts bytes.
        long elements = storage.Count * Width(storage) / width;
        long start = storage.Start * Width(storage) / width;
        TensorView? view = tensor.Offset < 0 || tensor.Offset > elements ? null : TensorView.Within(bytes, start + elements, start + tensor.Offset, tensor.Sizes, tensor.Strides);
        string shape = RawTensor.Describe(tensor.Sizes);
        if (view is null)
        {
            throw new CheckpointException(
                $"{source.Path}: tensor '{key}' of shape {shape}, strides {RawTensor.Describe(tensor.Strides)} and offset {tensor.Offset} reaches outside of its storage of {elements}. The file is damaged.");
        }

        if (ElementConversion.Length(tensor.Sizes, width) > long.MaxValue)
        {
            throw new CheckpointException($"{source.Path}: tensor '{key}' of shape {shape} repeats a storage of {elements} without measure. The file is damaged.");
        }

        return new RawTensor(source.Path, key, tensor.Type, tensor.Sizes, view);
    }

    private static int Width(PickleStorage storage) => storage.Type is { } type ? ElementConversion.Width(type) : 1;
}
