using System.Buffers.Binary;
using System.Text.Json;

namespace LVW.Native.Engine.Checkpoints;

/// <summary>Writes safetensors, every tensor in its type.</summary>
internal static class SafeTensorsWriter
{
    public static void Write(Stream stream, IReadOnlyList<RawTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        // Wide elements first, so that all begin at a multiple of their width; the header keeps the order given.
        RawTensor[] stored = [.. tensors.OrderByDescending(tensor => ElementConversion.Width(tensor.Type))];
        byte[] header = Header(tensors, Offsets(stored), metadata);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (RawTensor tensor in stored) tensor.CopyTo(stream);
    }

    private static Dictionary<RawTensor, long> Offsets(RawTensor[] stored)
    {
        var offsets = new Dictionary<RawTensor, long>();
        long offset = 0;
        foreach (RawTensor tensor in stored)
        {
            offsets.Add(tensor, offset);
            offset += tensor.ByteLength;
        }

        return offsets;
    }

    private static byte[] Header(IReadOnlyList<RawTensor> tensors, Dictionary<RawTensor, long> offsets, IReadOnlyDictionary<string, string> metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            if (metadata.Count > 0)
            {
                json.WriteStartObject(SafeTensorsReader.MetadataKey);
                foreach ((string key, string value) in metadata) json.WriteString(key, value);
                json.WriteEndObject();
            }

            foreach (RawTensor tensor in tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", tensor.Type.ToString());
                json.WriteStartArray("shape");
                foreach (long size in tensor.Sizes) json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offsets[tensor]);
                json.WriteNumberValue(offsets[tensor] + tensor.ByteLength);
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
