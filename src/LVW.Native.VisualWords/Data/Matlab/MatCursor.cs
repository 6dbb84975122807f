using System.Buffers.Binary;

namespace LVW.Native.VisualWords.Data.Matlab;

/// <summary>Reads elements out of a block of a MATLAB file; every length is checked against what is left of the block.</summary>
/// <param name="data">The block.</param>
/// <param name="bigEndian">Order of bytes.</param>
internal sealed class MatCursor(ReadOnlyMemory<byte> data, bool bigEndian)
{
    private const int TagBytes = 8;

    private int position;

    public bool AtEnd => position >= data.Length;

    public int Left => data.Length - position;

    /// <summary>
    /// The next element: its type and its bytes. A tag whose upper half is not zero is a small element: two bytes of type, two of length, and up
    /// to four bytes of data in the tag itself.
    /// </summary>
    /// <param name="padded">Whether elements end at multiples of eight bytes; compressed ones do not.</param>
    /// <exception cref="MatFormatException">The element goes beyond the block.</exception>
    public MatElement Next(bool padded = true)
    {
        if (Left < TagBytes) throw new MatFormatException($"an element's tag is cut: {Left} of {TagBytes} bytes are there");
        uint first = UInt32(data.Span[position..]);
        if (first >> 16 != 0)
        {
            int small = (int)(first >> 16);
            if (small > 4) throw new MatFormatException($"a small element claims {small} bytes; it can hold 4");
            var element = new MatElement((MatType)(first & 0xFFFF), data.Slice(position + 4, small));
            position += TagBytes;
            return element;
        }

        uint length = UInt32(data.Span[(position + 4)..]);
        var type = (MatType)first;
        if (length > (uint)(Left - TagBytes)) throw new MatFormatException($"an element claims {length} bytes but {Left - TagBytes} are left");
        var whole = new MatElement(type, data.Slice(position + TagBytes, (int)length));
        int end = position + TagBytes + (int)length;
        if (padded && type != MatType.Compressed) end = (int)Math.Min((end + 7L) / 8 * 8, data.Length);
        position = end;
        return whole;
    }

    /// <summary>The next element, which must be of a type.</summary>
    public ReadOnlyMemory<byte> Next(MatType type, string what)
    {
        MatElement element = Next();
        return element.Type == type ? element.Data : throw new MatFormatException($"{what} is of type {(int)element.Type} where {(int)type} is expected");
    }

    public uint UInt32(ReadOnlySpan<byte> bytes) => bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt32LittleEndian(bytes);

    /// <summary>An element's numbers.</summary>
    /// <exception cref="MatFormatException">Its type is none of a number, or its length no multiple of it.</exception>
    public double[] Numbers(MatElement element)
    {
        ReadOnlySpan<byte> bytes = element.Data.Span;
        int size = element.Type switch
        {
            MatType.Int8 or MatType.UInt8 or MatType.Utf8 => 1,
            MatType.Int16 or MatType.UInt16 or MatType.Utf16 => 2,
            MatType.Int32 or MatType.UInt32 or MatType.Single => 4,
            MatType.Double or MatType.Int64 or MatType.UInt64 => 8,
            _ => throw new MatFormatException($"an element of type {(int)element.Type} holds no numbers"),
        };
        if (bytes.Length % size != 0) throw new MatFormatException($"an element of {bytes.Length} bytes holds numbers of {size} bytes");
        double[] values = new double[bytes.Length / size];
        for (int i = 0; i < values.Length; i++) values[i] = Number(element.Type, bytes.Slice(i * size, size));
        return values;
    }

    private double Number(MatType type, ReadOnlySpan<byte> bytes) => type switch
    {
        MatType.Int8 => (sbyte)bytes[0],
        MatType.UInt8 or MatType.Utf8 => bytes[0],
        MatType.Int16 => bigEndian ? BinaryPrimitives.ReadInt16BigEndian(bytes) : BinaryPrimitives.ReadInt16LittleEndian(bytes),
        MatType.UInt16 or MatType.Utf16 => bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(bytes) : BinaryPrimitives.ReadUInt16LittleEndian(bytes),
        MatType.Int32 => (int)UInt32(bytes),
        MatType.UInt32 => UInt32(bytes),
        MatType.Single => BitConverter.UInt32BitsToSingle(UInt32(bytes)),
        MatType.Double => BitConverter.UInt64BitsToDouble(UInt64(bytes)),
        MatType.Int64 => (long)UInt64(bytes),
        _ => UInt64(bytes),
    };

    private ulong UInt64(ReadOnlySpan<byte> bytes) => bigEndian ? BinaryPrimitives.ReadUInt64BigEndian(bytes) : BinaryPrimitives.ReadUInt64LittleEndian(bytes);
}
