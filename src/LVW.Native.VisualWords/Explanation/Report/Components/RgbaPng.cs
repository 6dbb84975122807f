using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace LVW.Native.VisualWords.Explanation.Report.Components;

/// <summary>Writes pixels with transparency as PNG (8 bits, colour type 6, ISO/IEC 15948).</summary>
internal static class RgbaPng
{
    public static byte[] Encode(ReadOnlySpan<byte> rgba, int width, int height)
    {
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);

        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8;
        header[9] = 6;
        header[10..].Clear();
        WriteChunk(file, "IHDR", header);
        WriteChunk(file, "IDAT", Compress(rgba, width, height));
        WriteChunk(file, "IEND", []);
        return file.ToArray();
    }

    private static byte[] Compress(ReadOnlySpan<byte> rgba, int width, int height)
    {
        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var line = new byte[1 + (width * 4)];
            for (var y = 0; y < height; y++)
            {
                // Filter 1 (Sub): smooth maps become runs of small differences.
                var row = rgba.Slice(y * width * 4, width * 4);
                line[0] = 1;
                for (var i = 0; i < row.Length; i++)
                    line[i + 1] = (byte)(row[i] - (i < 4 ? 0 : row[i - 4]));
                zlib.Write(line);
            }
        }

        return data.ToArray();
    }

    private static void WriteChunk(Stream file, string type, ReadOnlySpan<byte> data)
    {
        Span<byte> word = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(word, data.Length);
        file.Write(word);

        var body = new byte[4 + data.Length];
        Encoding.ASCII.GetBytes(type, body);
        data.CopyTo(body.AsSpan(4));
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(word, Crc32(body));
        file.Write(word);
    }

    private static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ (0xEDB88320 & (uint)-(int)(crc & 1));
        }

        return ~crc;
    }
}
