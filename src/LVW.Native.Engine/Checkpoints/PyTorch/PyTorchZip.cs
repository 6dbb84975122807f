using LVW.Native.Engine.Checkpoints.Zip;

namespace LVW.Native.Engine.Checkpoints.PyTorch;

/// <summary>PyTorch's container since 1.6: a zip archive of <c>data.pkl</c> and one record <c>data/KEY</c> for each storage.</summary>
internal static class PyTorchZip
{
    /// <summary>The record that makes an archive PyTorch's.</summary>
    public const string Pickle = "data.pkl";

    private const int LargestInflatedPickle = 64 << 20;

    public static CheckpointContent Read(ByteSource source, IReadOnlyDictionary<string, ZipEntry> entries)
    {
        ZipEntry pickle = entries.Values.First(entry => IsPickle(entry.Name));
        string folder = pickle.Name[..^Pickle.Length];
        if (entries.TryGetValue(folder + "byteorder", out ZipEntry? order) && order.Length <= 16 && Text(source, order) == "big")
        {
            throw new CheckpointException($"{source.Path}: was written on a big-endian machine, which is not read. Load it in PyTorch there and save it as safetensors.");
        }

        StateDictSearch search = StateDictSearch.In(PickleMachine.Read(Input(source, pickle)), source.Path);
        return new CheckpointContent(CheckpointFormat.PyTorchZip, PyTorchTensors.Of(source, search.Tensors, storage => Record(source, entries, folder, storage)))
        {
            PassedOver = search.Beside,
        };
    }

    public static bool IsPickle(string name) => name == Pickle || name.EndsWith("/" + Pickle, StringComparison.Ordinal);

    private static PickleInput Input(ByteSource source, ZipEntry pickle)
    {
        if (!pickle.Deflated) return new PickleInput(source, pickle.DataStart, pickle.DataStart + pickle.Length);
        if (pickle.Length > LargestInflatedPickle)
        {
            throw new CheckpointException($"{source.Path}: its compressed pickle claims {pickle.Length} bytes, which is not inflated. Write it with torch.save, which does not compress.");
        }

        return new PickleInput(source.Path, Bytes(source, pickle));
    }

    private static StoredBytes Record(ByteSource source, IReadOnlyDictionary<string, ZipEntry> entries, string folder, PickleStorage storage)
    {
        if (!entries.TryGetValue($"{folder}data/{storage.Key}", out ZipEntry? entry))
        {
            throw new CheckpointException($"{source.Path}: has no record for storage '{storage.Key}'. The file is damaged or was cut short.");
        }

        if (entry.Deflated && entry.Length > PyTorchTensors.RecordLength(storage))
        {
            throw new CheckpointException($"{source.Path}: record '{entry.Name}' claims to inflate to {entry.Length} bytes, more than its tensors have. The file is damaged.");
        }

        return entry.Content(source);
    }

    private static byte[] Bytes(ByteSource source, ZipEntry entry)
    {
        using var memory = new MemoryStream();
        entry.Content(source).Read(0, entry.Length, block => memory.Write(block));
        return memory.ToArray();
    }

    private static string Text(ByteSource source, ZipEntry entry) => System.Text.Encoding.ASCII.GetString(Bytes(source, entry)).Trim();
}
