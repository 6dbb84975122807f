using System.Buffers.Binary;
using System.IO.Compression;
using LVW.Native.Imaging.Png;

namespace LVW.Native.Imaging.Tests.Png;

/// <summary>Writes PNGs of random samples: every colour type, depth, filter and interlacing.</summary>
internal static class PngBuilder
{
    public static readonly (int Type, int Depth)[] Kinds =
        [(0, 1), (0, 2), (0, 4), (0, 8), (0, 16), (2, 8), (2, 16), (3, 1), (3, 2), (3, 4), (3, 8), (4, 8), (4, 16), (6, 8), (6, 16)];

    public static byte[] Random(Random random, int width, int height, int type, int depth, bool interlaced, int idatChunks = 1)
    {
        var header = new PngHeader(width, height, depth, (PngColorType)type, interlaced);
        var raw = new List<byte>();
        (int X, int Y, int Dx, int Dy)[] passes = interlaced
            ? [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
            : [(0, 0, 1, 1)];
        foreach ((int x, int y, int dx, int dy) in passes)
        {
            if (x >= width || y >= height) continue;
            var row = new byte[header.RowBytes((width - x + dx - 1) / dx)];
            for (int r = y; r < height; r += dy)
            {
                random.NextBytes(row);
                raw.Add((byte)random.Next(5));
                raw.AddRange(row);
            }
        }

        byte[] packed = Deflate([.. raw]);
        var chunks = new List<byte[]> { Header(width, height, depth, type, interlaced) };
        if (type == 3)
        {
            // Shorter than the indices may reach: decoders must not trip.
            var palette = new byte[3 * Math.Min(1 << depth, 200)];
            random.NextBytes(palette);
            chunks.Add(Chunk("PLTE", palette));
            chunks.Add(Chunk("tRNS", [0, 128]));
        }

        int size = (packed.Length + idatChunks - 1) / idatChunks;
        chunks.AddRange(packed.Chunk(size).Select(part => Chunk("IDAT", part)));
        return File([.. chunks]);
    }

    public static byte[] Header(int width, int height, int depth, int type, bool interlaced = false)
    {
        var data = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(data, width);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(4), height);
        data[8] = (byte)depth;
        data[9] = (byte)type;
        data[12] = (byte)(interlaced ? 1 : 0);
        return Chunk("IHDR", data);
    }

    public static byte[] Chunk(string type, byte[] data)
    {
        var chunk = new byte[data.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        System.Text.Encoding.ASCII.GetBytes(type, chunk.AsSpan(4));
        data.CopyTo(chunk, 8);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(data.Length + 8), Crc32.Compute(chunk.AsSpan(4, data.Length + 4)));
        return chunk;
    }

    /// <summary>Signature, the chunks, and the end.</summary>
    public static byte[] File(params byte[][] chunks) => [.. PngChunkReader.Signature, .. chunks.SelectMany(c => c), .. Chunk("IEND", [])];

    public static byte[] Deflate(byte[] raw)
    {
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) deflate.Write(raw);
        return packed.ToArray();
    }
}
