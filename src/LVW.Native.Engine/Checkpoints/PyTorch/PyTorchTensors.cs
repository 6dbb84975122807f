namespace LVW.Native.Engine.Checkpoints.PyTorch;

/// <summary>Tensors of a PyTorch file from what its pickle says and where its storages lie.</summary>
internal static class PyTorchTensors
{
    /// <summary>What a view that repeats its storage may take however small the file is.</summary>
    private const long SmallRepetition = 64 << 20;

    /// <summary>Makes the tensors; no value is read.</summary>
    /// <param name="source">The file.</param>
    /// <param name="tensors">Views by key.</param>
    /// <param name="record">The bytes of a storage's record.</param>
    /// <exception cref="CheckpointException">A tensor reaches outside of its storage.</exception>
    public static IReadOnlyList<RawTensor> Of(ByteSource source, IReadOnlyDictionary<string, PickleTensor> tensors, Func<PickleStorage, StoredBytes> record)
    {
        var made = new List<RawTensor>(tensors.Count);
        foreach ((string key, PickleTensor tensor) in tensors) made.Add(Make(source, key, tensor, record));
        return made;
    }

    /// <summary>Bytes of a storage's record.</summary>
    public static Int128 RecordLength(PickleStorage storage) => (Int128)storage.RecordCount * Width(storage);

    private static RawTensor Make(ByteSource source, string key, PickleTensor tensor, Func<PickleStorage, StoredBytes> record)
    {
        PickleStorage storage = tensor.Storage;
        StoredBytes bytes = record(storage);
        if (RecordLength(storage) > bytes.Length)
        {
            throw new CheckpointException(
                $"{source.Path}: storage '{storage.Key}' of tensor '{key}' should have {RecordLength(storage)} bytes but has {bytes.Length}. The file is damaged or was cut short.");
        }

        int width = ElementConversion.Width(tensor.Type);

        // A part of a storage begins at its own start; an untyped storage counts bytes.
        long elements = storage.Count * Width(storage) / width;
        long start = storage.Start * Width(storage) / width;
        TensorView? view = tensor.Offset > elements ? null : TensorView.Within(bytes, start + elements, start + tensor.Offset, tensor.Sizes, tensor.Strides);
        string shape = RawTensor.Describe(tensor.Sizes);
        if (view is null)
        {
            throw new CheckpointException(
                $"{source.Path}: tensor '{key}' of shape {shape}, strides {RawTensor.Describe(tensor.Strides)} and offset {tensor.Offset} reaches outside of its storage of {elements}. The file is damaged.");
        }

        Int128 length = ElementConversion.Length(tensor.Sizes, width);
        if (length > bytes.Length && length > Math.Max(source.Length, SmallRepetition))
        {
            throw new CheckpointException($"{source.Path}: tensor '{key}' of shape {shape} repeats a storage of {elements} to {length} bytes. Save it with .contiguous() if that is meant.");
        }

        return new RawTensor(source.Path, key, tensor.Type, tensor.Sizes, view);
    }

    private static int Width(PickleStorage storage) => storage.Type is { } type ? ElementConversion.Width(type) : 1;
}
