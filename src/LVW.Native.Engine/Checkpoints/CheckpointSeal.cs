using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace LVW.Native.Engine.Checkpoints;

/// <summary>
/// Safetensors whose metadata hold a SHA-256 of all else, so that damage is found when the file is read; any reader of the format reads it.
/// The sum is taken over the number of other metadata and each one's key and value, by key; then the number of tensors and each one's name, rank, sizes
/// and values, by name. Keys and names are in ordinal order, texts in UTF-8 after their length in bytes, numbers of 64 bits, values float32, all little-endian.
/// </summary>
public static class CheckpointSeal
{
    /// <summary>The seal's key in the metadata.</summary>
    public const string Key = "seal";

    private const string Form = "sha256:";

    /// <summary>Writes tensors as float32 with a seal, atomically.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="tensors">Names and values.</param>
    /// <param name="metadata">Strings to keep beside them; a seal among them is replaced.</param>
    /// <param name="previous">The name under which the old file is kept, or null to replace it.</param>
    /// <exception cref="IOException">The disk is full or the folder cannot be written; the old file stays, under its own name or as <paramref name="previous"/>.</exception>
    public static void Write(
        string path, IReadOnlyDictionary<string, HostTensor> tensors, IReadOnlyDictionary<string, string> metadata, string? previous = null)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        var all = new Dictionary<string, string>(metadata, StringComparer.Ordinal) { [Key] = Of(tensors, metadata) };
        SafeTensors.Write(path, tensors, all, previous);
    }

    /// <summary>Reads a file and compares its seal; one that has none, as older versions and other programs write them, is read as it is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="remedy">What the error proposes when the seal does not fit; empty where the caller says it.</param>
    /// <exception cref="CheckpointException">The file is missing or damaged, be it by a single bit.</exception>
    public static SafeTensorsContent Read(string path, string remedy = " Restore it from a copy, or train anew.")
    {
        SafeTensorsContent content = SafeTensors.Read(path);

        // A seal whose key is damaged must not pass for none.
        bool isWhole = IsSealed(content)
            ? content.Metadata[Key] == Of(content.Tensors, content.Metadata)
            : !content.Metadata.Values.Any(value => value.StartsWith(Form, StringComparison.Ordinal));
        return isWhole ? content : throw new CheckpointException($"{path}: is damaged, for its content is not what its seal was made of.{remedy}");
    }

    /// <summary>Whether the file had a seal.</summary>
    public static bool IsSealed(SafeTensorsContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return content.Metadata.ContainsKey(Key);
    }

    /// <summary>The seal of a content: <c>sha256:</c> and 64 hexadecimal digits.</summary>
    public static string Of(IReadOnlyDictionary<string, HostTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentNullException.ThrowIfNull(metadata);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        KeyValuePair<string, string>[] texts = [.. metadata.Where(entry => entry.Key != Key).OrderBy(entry => entry.Key, StringComparer.Ordinal)];
        Add(hash, texts.Length);
        foreach ((string key, string value) in texts)
        {
            Add(hash, key);
            Add(hash, value);
        }

        Add(hash, tensors.Count);
        foreach ((string name, HostTensor tensor) in tensors.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            Add(hash, name);
            Add(hash, tensor.Shape.Rank);
            foreach (int size in tensor.Shape) Add(hash, size);
            RawTensor.Of(name, tensor).Read(block => hash.AppendData(block));
        }

        return Form + Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Add(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }

    private static void Add(IncrementalHash hash, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Add(hash, bytes.Length);
        hash.AppendData(bytes);
    }
}
