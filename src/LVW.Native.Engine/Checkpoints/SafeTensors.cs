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
                json.WriteStartObject(SafeTensorsReader.MetadataKey);
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
}
