using LVW.Native.Engine.Checkpoints.NumPy;
using LVW.Native.Engine.Checkpoints.PyTorch;
using LVW.Native.Engine.Checkpoints.Zip;

namespace LVW.Native.Engine.Checkpoints;

/// <summary>
/// A file of weights of any format that is read here, told by its content: safetensors, PyTorch's zip and legacy containers, NumPy's arrays
/// and archives. Opening reads names, types and sizes; values are read tensor by tensor when they are asked for. Nothing in a file is executed.
/// </summary>
public sealed class CheckpointFile : IDisposable
{
    private static readonly string[] Wrappers = ["module.", "_orig_mod.", "model.", "backbone."];
    private const string AverageCount = "n_averaged";
    private readonly ByteSource source;
    private readonly CheckpointContent content;

    private CheckpointFile(ByteSource source)
    {
        this.source = source;
        content = Read(source);
        Prefix = CommonPrefix([.. content.Tensors.Select(tensor => tensor.Name).Where(name => !IsAverageCount(name))]);
    }

    /// <summary>The file.</summary>
    public string Path => source.Path;

    /// <summary>Bytes of the file.</summary>
    public long Length => source.Length;

    /// <summary>The format found.</summary>
    public CheckpointFormat Format => content.Format;

    /// <summary>The tensors under the names of the file, in its order; of a nested checkpoint those of its state dict.</summary>
    public IReadOnlyList<RawTensor> Tensors => content.Tensors;

    /// <summary>The strings beside the tensors; PyTorch and NumPy files have none.</summary>
    public IReadOnlyDictionary<string, string> Metadata => content.Metadata;

    /// <summary>Names of entries that are not weights: epochs, optimisers, arrays of text.</summary>
    public IReadOnlyList<string> PassedOver => content.PassedOver;

    /// <summary>What wrappers such as DataParallel put before every name (<c>module.</c>); empty where a name goes without.</summary>
    public string Prefix { get; }

    /// <summary>Opens a file; it stays open until it is disposed.</summary>
    /// <exception cref="CheckpointException">The file is missing, damaged, of another format, or asks for code to be run.</exception>
    public static CheckpointFile Open(string path)
    {
        ByteSource source = ByteSource.Open(path);
        try
        {
            return new CheckpointFile(source);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>The tensors of a file as float32, by their names without the wrappers' prefix.</summary>
    /// <exception cref="CheckpointException">The file cannot be read, or holds a tensor that cannot be represented.</exception>
    public static IReadOnlyDictionary<string, HostTensor> ReadStateDict(string path)
    {
        using CheckpointFile file = Open(path);
        return file.StateDict().ToDictionary(entry => entry.Key, entry => entry.Value.ToHostTensor(), StringComparer.Ordinal);
    }

    /// <summary>The tensors by their names without the wrappers' prefix, in the file's order; without the count that averaging wrappers keep beside them.</summary>
    public IReadOnlyDictionary<string, RawTensor> StateDict()
        => Tensors.Where(tensor => Prefix.Length == 0 || !IsAverageCount(tensor.Name)).ToDictionary(tensor => tensor.Name[Prefix.Length..], tensor => tensor.Named(tensor.Name[Prefix.Length..]), StringComparer.Ordinal);

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();

    private static CheckpointContent Read(ByteSource source)
    {
        byte[] front = source.ReadArray(0, Math.Min(16, source.Length));

        // Safetensors first: its header's length may begin with any byte, '<' or a pickle's first two among them.
        if (front is [_, _, _, _, 0, 0, 0, 0, (byte)'{', ..]) return SafeTensorsReader.Read(source);
        if (front.AsSpan().StartsWith("PK\u0003\u0004"u8)) return ReadZip(source);
        if (front.AsSpan().StartsWith("version https://"u8)) throw new CheckpointException($"{source.Path}: is a pointer of Git LFS, not the file itself. Fetch it with git lfs pull.");
        if (front.AsSpan().StartsWith("<"u8)) throw new CheckpointException($"{source.Path}: is a web page, not weights. Download the file itself.");
        if (front.Length > 1 && front.AsSpan(1).StartsWith("NUMPY"u8)) return NumPyReader.ReadArray(source);

        // A pickle of protocol 2 or later.
        if (front is [0x80, >= 2 and <= 5, ..]) return PyTorchLegacy.Read(source);
        return SafeTensorsReader.Read(source);
    }

    private static CheckpointContent ReadZip(ByteSource source)
    {
        IReadOnlyDictionary<string, ZipEntry> entries = ZipDirectory.Read(source);
        if (entries.Keys.Any(PyTorchZip.IsPickle)) return PyTorchZip.Read(source, entries);
        if (entries.Keys.Any(name => name.EndsWith(NumPyReader.Ending, StringComparison.Ordinal))) return NumPyReader.ReadArchive(source, entries);
        throw new CheckpointException($"{source.Path}: is an archive, but neither PyTorch's nor NumPy's. Give a file of torch.save, numpy.savez or safetensors.");
    }

    /// <summary>PyTorch's AveragedModel puts <c>module.</c> before every name but this one of its own.</summary>
    private static bool IsAverageCount(string name) => name == AverageCount || name.EndsWith("." + AverageCount, StringComparison.Ordinal);

    private static string CommonPrefix(string[] names)
    {
        string prefix = "";
        while (names.Length > 0)
        {
            string? longer = Wrappers
                .Select(wrapper => prefix + wrapper)
                .FirstOrDefault(start => names.All(name => name.StartsWith(start, StringComparison.Ordinal) && name.Length > start.Length));
            if (longer is null) break;
            prefix = longer;
        }

        return prefix;
    }
}
