using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace LVW.Native.Engine.Checkpoints;

/// <summary>
/// The safetensors format: eight bytes of header length, a JSON header of names, types, shapes and byte ranges, then raw values.
/// Nothing in a file is executed, and every size is checked against the file's length before memory is taken.
/// </summary>
public static class SafeTensors
{
    private const int LargestHeader = 100 << 20;
    private const string MetadataKey = "__metadata__";

    /// <summary>Reads every tensor of a file, converted to float32.</summary>
    /// <param name="path">A <c>.safetensors</c> file with F64, F32, F16, BF16 or integer tensors of rank 0 to 4.</param>
    /// <exception cref="CheckpointException">The file is missing, damaged, or holds what cannot be represented.</exception>
    public static SafeTensorsContent Read(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return Read(stream, path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CheckpointException($"{path}: there is no such file. Check the path.", exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new CheckpointException($"{path}: cannot be read ({exception.Message.TrimEnd('.')}). Name a file that you may read.", exception);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException or KeyNotFoundException or EndOfStreamException)
        {
            throw new CheckpointException($"{path}: not a safetensors file, or a damaged one ({exception.Message.Split('\n')[0].TrimEnd()}).", exception);
        }
    }

    /// <summary>Writes tensors as float32, in the order given, atomically.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <param name="tensors">Names and values.</param>
    /// <param name="metadata">Strings for the header's <c>__metadata__</c>.</param>
    public static void Write(string path, IReadOnlyDictionary<string, HostTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        byte[] header = Header(tensors, metadata);
        AtomicFile.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach (HostTensor tensor in tensors.Values) stream.Write(MemoryMarshal.AsBytes(tensor.Values.AsSpan()));
        });
    }

    private static byte[] Header(IReadOnlyDictionary<string, HostTensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
            {
                json.WriteStartObject(MetadataKey);
                foreach ((string key, string value) in metadata) json.WriteString(key, value);
                json.WriteEndObject();
            }

            long offset = 0;
            foreach ((string name, HostTensor tensor) in tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", "F32");
                json.WriteStartArray("shape");
                foreach (int size in tensor.Shape) json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset += tensor.Values.LongLength * sizeof(float));
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        // The format wants the values eight-byte aligned; spaces after the JSON are allowed.
        while (buffer.Length % 8 != 0) buffer.WriteByte((byte)' ');
        return buffer.ToArray();
    }

    private static SafeTensorsContent Read(FileStream stream, string path)
    {
        Span<byte> prefix = stackalloc byte[8];
        stream.ReadExactly(prefix);
        long headerLength = BinaryPrimitives.ReadInt64LittleEndian(prefix);
        if (headerLength is < 2 or > LargestHeader || headerLength > stream.Length - 8)
        {
            throw new CheckpointException(
                $"{path}: the header claims {headerLength} bytes but the file has {stream.Length}. It is not a safetensors file, or it was cut short.");
        }

        byte[] header = new byte[headerLength];
        stream.ReadExactly(header);
        using JsonDocument json = JsonDocument.Parse(header);
        long dataStart = 8 + headerLength;
        var tensors = new Dictionary<string, HostTensor>(StringComparer.Ordinal);
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonProperty entry in json.RootElement.EnumerateObject())
        {
            if (entry.Name == MetadataKey)
            {
                foreach (JsonProperty item in entry.Value.EnumerateObject()) metadata[item.Name] = item.Value.GetString() ?? "";
                continue;
            }

            if (!tensors.TryAdd(entry.Name, ReadTensor(stream, path, entry, dataStart)))
            {
                throw new CheckpointException($"{path}: tensor '{entry.Name}' is there twice. The file is damaged.");
            }
        }

        return new SafeTensorsContent(tensors, metadata);
    }

    private static HostTensor ReadTensor(FileStream stream, string path, JsonProperty entry, long dataStart)
    {
        int[] sizes = [.. entry.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())];
        if (sizes.Length > Shape.MaxRank || sizes.Any(size => size < 0))
        {
            throw new CheckpointException($"{path}: tensor '{entry.Name}' has shape [{string.Join(", ", sizes)}]; only ranks 0 to {Shape.MaxRank} can be held.");
        }

        var shape = new Shape(sizes);
        string type = entry.Value.GetProperty("dtype").GetString() ?? "";
        long[] range = [.. entry.Value.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64())];
        int width = ElementConversion.Width(type)
            ?? throw new CheckpointException($"{path}: tensor '{entry.Name}' has type {type}; F64, F32, F16, BF16 and integers can be read.");
        if (range.Length != 2 || range[0] < 0 || range[1] > stream.Length - dataStart || range[1] - range[0] > Array.MaxLength || range[1] - range[0] != ElementConversion.Length(sizes, width))
        {
            throw new CheckpointException(
                $"{path}: tensor '{entry.Name}' of shape {shape} and type {type} claims bytes [{string.Join(", ", range)}] of {stream.Length - dataStart}. The file is damaged or was cut short.");
        }

        byte[] raw = new byte[range[1] - range[0]];
        stream.Position = dataStart + range[0];
        stream.ReadExactly(raw);
        return new HostTensor(shape, ElementConversion.ToFloats(raw, type));
    }
}
