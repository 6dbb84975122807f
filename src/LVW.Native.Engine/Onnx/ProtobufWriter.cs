using System.Buffers.Binary;
using System.Text;

namespace LVW.Native.Engine.Onnx;

/// <summary>The wire format of Protocol Buffers, as far as ONNX needs it: fields of integers, floats, texts and messages.</summary>
internal sealed class ProtobufWriter
{
    private const int Varint = 0;
    private const int Delimited = 2;
    private const int Fixed32 = 5;

    private readonly MemoryStream stream = new();

    /// <summary>What has been written.</summary>
    public ReadOnlySpan<byte> Bytes => stream.GetBuffer().AsSpan(0, (int)stream.Length);

    public ProtobufWriter Integer(int field, long value)
    {
        Tag(field, Varint);
        Number((ulong)value);
        return this;
    }

    public ProtobufWriter Float(int field, float value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        Tag(field, Fixed32);
        stream.Write(bytes);
        return this;
    }

    public ProtobufWriter Text(int field, string value) => Message(field, Encoding.UTF8.GetBytes(value));

    public ProtobufWriter Message(int field, ProtobufWriter message) => Message(field, message.Bytes);

    /// <summary>The head of a field whose content follows from elsewhere.</summary>
    public ProtobufWriter Head(int field, long length)
    {
        Tag(field, Delimited);
        Number((ulong)length);
        return this;
    }

    /// <summary>What another writer has written, as it is.</summary>
    public ProtobufWriter Raw(ProtobufWriter other)
    {
        stream.Write(other.Bytes);
        return this;
    }

    private ProtobufWriter Message(int field, ReadOnlySpan<byte> content)
    {
        Head(field, content.Length);
        stream.Write(content);
        return this;
    }

    private void Tag(int field, int kind) => Number(((ulong)field << 3) | (uint)kind);

    // Seven bits a byte, the lowest first; the top bit says that more follow.
    private void Number(ulong value)
    {
        for (; value > 0x7F; value >>= 7) stream.WriteByte((byte)(value | 0x80));
        stream.WriteByte((byte)value);
    }
}
