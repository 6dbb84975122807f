using System.Buffers.Binary;
using System.Numerics;

namespace LVW.Native.Engine.Checkpoints.PyTorch;

/// <summary>
/// PyTorch's container of before 1.6: pickles of a magic number, a version, facts of the machine, the object and the storages' keys;
/// then for each key a count of elements and its bytes.
/// </summary>
internal static class PyTorchLegacy
{
    private const long Version = 1001;
    private static readonly BigInteger Magic = BigInteger.Parse("1950a86a20f9469cfc6c", System.Globalization.NumberStyles.HexNumber, System.Globalization.CultureInfo.InvariantCulture);

    public static CheckpointContent Read(ByteSource source)
    {
        var input = new PickleInput(source, 0, source.Length);
        if (PickleMachine.Read(input) is not BigInteger magic || magic != Magic)
        {
            throw new CheckpointException($"{source.Path}: is a pickle, but not one of torch.save. Save the weights: torch.save(model.state_dict(), path).");
        }

        if (PickleMachine.Read(input) is not Version)
        {
            throw new CheckpointException($"{source.Path}: is of another version than {Version} of PyTorch's old container. Save it anew with a current PyTorch.");
        }

        if (PickleMachine.Read(input) is PickleDictionary facts && facts.Items.Any(item => item is ("little_endian", false)))
        {
            throw new CheckpointException($"{source.Path}: was written on a big-endian machine, which is not read. Load it in PyTorch there and save it as safetensors.");
        }

        var storages = new Dictionary<string, PickleStorage>(StringComparer.Ordinal);
        object? root = PickleMachine.Read(input, storages);
        if (PickleMachine.Read(input) is not List<object?> keys) throw new CheckpointException($"{source.Path}: has no list of storages. The file is damaged.");
        StateDictSearch search = StateDictSearch.In(root, source.Path);
        Dictionary<string, StoredBytes> records = Records(source, input.Position, keys, storages);
        IReadOnlyList<RawTensor> tensors = PyTorchTensors.Of(source, search.Tensors, storage => records.GetValueOrDefault(storage.Key)
            ?? throw new CheckpointException($"{source.Path}: has no record for storage '{storage.Key}'. The file is damaged or was cut short."));
        return new CheckpointContent(CheckpointFormat.PyTorchLegacy, tensors) { PassedOver = search.Beside };
    }

    /// <summary>Records follow one another; the count before each must be the one that the pickle told.</summary>
    private static Dictionary<string, StoredBytes> Records(ByteSource source, long position, List<object?> keys, Dictionary<string, PickleStorage> storages)
    {
        var records = new Dictionary<string, StoredBytes>(StringComparer.Ordinal);
        Span<byte> prefix = stackalloc byte[sizeof(long)];
        foreach (object? key in keys)
        {
            if (key is not string name || !storages.TryGetValue(name, out PickleStorage? storage))
            {
                throw new CheckpointException($"{source.Path}: lists a storage that it does not describe. The file is damaged.");
            }

            source.Read(position, prefix);
            long count = BinaryPrimitives.ReadInt64LittleEndian(prefix);
            position += prefix.Length;
            Int128 length = PyTorchTensors.RecordLength(storage);
            if (count != storage.RecordCount || length > source.Length - position)
            {
                throw new CheckpointException(
                    $"{source.Path}: storage '{name}' claims {count} elements where {storage.RecordCount} are described and {source.Length - position} bytes are left. The file is damaged or was cut short.");
            }

            if (!records.TryAdd(name, new FileBytes(source, position, (long)length))) throw new CheckpointException($"{source.Path}: lists storage '{name}' twice. The file is damaged.");
            position += (long)length;
        }

        return records;
    }
}
