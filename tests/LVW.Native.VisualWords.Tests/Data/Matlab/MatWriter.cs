using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace LVW.Native.VisualWords.Tests.Data.Matlab;

/// <summary>Writes MATLAB files of version 5 for tests: the shapes that the lists of data sets have.</summary>
internal static class MatWriter
{
    public static byte[] File(bool compressed, params (string Name, byte[] Array)[] variables)
    {
        using var stream = new MemoryStream();
        byte[] header = new byte[128];
        Encoding.ASCII.GetBytes("MATLAB 5.0 MAT-file, written by a test").CopyTo(header, 0);
        header.AsSpan(38, 86).Fill((byte)' ');
        (header[124], header[125], header[126], header[127]) = (0, 1, (byte)'I', (byte)'M');
        stream.Write(header);
        foreach ((_, byte[] array) in variables) stream.Write(compressed ? Compress(array) : array);
        return stream.ToArray();
    }

    public static byte[] Numbers(string name, params double[] values)
        => Matrix(name, 6, [1, values.Length], Element(9, [.. values.SelectMany(BitConverter.GetBytes)]));

    public static byte[] Bytes(string name, params byte[] values) => Matrix(name, 9, [1, values.Length], Element(2, values));

    public static byte[] Text(string name, string value) => Matrix(name, 4, [1, value.Length], Element(4, Encoding.Unicode.GetBytes(value)));

    public static byte[] Cells(string name, params byte[][] cells) => Matrix(name, 1, [cells.Length, 1], [.. cells.SelectMany(cell => cell)]);

    public static byte[] Structs(string name, string[] fields, params byte[][] values)
    {
        const int Length = 32;
        byte[] names = new byte[Length * fields.Length];
        for (int i = 0; i < fields.Length; i++) Encoding.ASCII.GetBytes(fields[i]).CopyTo(names, i * Length);
        byte[] small = [5, 0, 4, 0, Length, 0, 0, 0];
        return Matrix(name, 2, [1, values.Length / fields.Length], [.. small, .. Element(1, names), .. values.SelectMany(value => value)]);
    }

    public static byte[] Matrix(string name, int kind, int[] dimensions, byte[] content)
    {
        byte[] flags = [(byte)kind, 0, 0, 0, 0, 0, 0, 0];
        return Element(14, [.. Element(6, flags), .. Element(5, [.. dimensions.SelectMany(BitConverter.GetBytes)]), .. Element(1, Encoding.ASCII.GetBytes(name)), .. content]);
    }

    /// <summary>An element; up to four bytes go into the tag, as MATLAB writes them.</summary>
    public static byte[] Element(int type, byte[] data)
    {
        if (data.Length is > 0 and <= 4)
        {
            byte[] small = new byte[8];
            BinaryPrimitives.WriteUInt16LittleEndian(small, (ushort)type);
            BinaryPrimitives.WriteUInt16LittleEndian(small.AsSpan(2), (ushort)data.Length);
            data.CopyTo(small, 4);
            return small;
        }

        byte[] element = new byte[8 + ((data.Length + 7) / 8 * 8)];
        BinaryPrimitives.WriteInt32LittleEndian(element, type);
        BinaryPrimitives.WriteInt32LittleEndian(element.AsSpan(4), data.Length);
        data.CopyTo(element, 8);
        return element;
    }

    public static byte[] Compress(byte[] array)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(array);
        byte[] data = packed.ToArray();
        byte[] element = new byte[8 + data.Length];
        BinaryPrimitives.WriteInt32LittleEndian(element, 15);
        BinaryPrimitives.WriteInt32LittleEndian(element.AsSpan(4), data.Length);
        data.CopyTo(element, 8);
        return element;
    }
}
