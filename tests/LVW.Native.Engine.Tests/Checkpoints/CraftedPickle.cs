using System.IO.Compression;
using System.Text;

namespace LVW.Native.Engine.Tests.Checkpoints;

/// <summary>Archives around pickles made by hand, as an attacker would.</summary>
internal sealed class CraftedPickle
{
    private readonly MemoryStream bytes = new();

    public CraftedPickle() => bytes.Write([0x80, 2]);

    /// <summary>Operations as text, one byte a letter.</summary>
    public CraftedPickle Then(string operations)
    {
        bytes.Write(Encoding.Latin1.GetBytes(operations));
        return this;
    }

    /// <summary>A float storage "0" of four elements, and a view of it.</summary>
    public CraftedPickle Tensor(int offset, string sizes, string strides, string type = "FloatStorage", string key = "0", byte count = 4)
        => Then("ctorch._utils\n_rebuild_tensor_v2\n((").Text("storage").Then($"ctorch\n{type}\n").Text(key).Text("cpu").Then($"K{(char)count}tQK{(char)offset}({sizes}t({strides}t\u0089NtR");

    public CraftedPickle Text(string text)
    {
        bytes.WriteByte((byte)'X');
        bytes.Write(BitConverter.GetBytes(text.Length));
        return Then(text);
    }

    /// <summary>Writes PyTorch's archive.</summary>
    public string Write(string path, byte[]? storage, CompressionLevel level = CompressionLevel.NoCompression, string? byteOrder = null)
    {
        using FileStream file = File.Create(path);
        using var archive = new ZipArchive(file, ZipArchiveMode.Create);
        Add(archive, "x/data.pkl", [.. bytes.ToArray(), (byte)'.'], level);
        if (storage is not null) Add(archive, "x/data/0", storage, level);
        if (byteOrder is not null) Add(archive, "x/byteorder", Encoding.ASCII.GetBytes(byteOrder), level);
        return path;
    }

    private static void Add(ZipArchive archive, string name, byte[] content, CompressionLevel level)
    {
        using Stream entry = archive.CreateEntry(name, level).Open();
        entry.Write(content);
    }
}
