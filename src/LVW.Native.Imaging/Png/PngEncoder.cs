using System.Buffers.Binary;
using System.IO.Compression;

namespace LVW.Native.Imaging.Png;

/// <summary>
/// Writes 8-bit RGB; each row takes the filter with the smallest sum of magnitudes (the specification's own advice, section 12.8).
/// </summary>
internal static class PngEncoder
{
    /// <summary>Writes the file.</summary>
    public static void Encode(RgbImage image, Stream output)
    {
        output.Write(PngChunkReader.Signature);
        Span<byte> header = stackalloc byte[13];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, image.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], image.Height);
        header[8] = 8;
        header[9] = (byte)PngColorType.Rgb;
        WriteChunk(output, "IHDR"u8, header);
        using var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) WriteRows(image, deflate);
        WriteChunk(output, "IDAT"u8, packed.GetBuffer().AsSpan(0, (int)packed.Length));
        WriteChunk(output, "IEND"u8, []);
    }

    private static void WriteRows(RgbImage image, Stream deflate)
    {
        int rowBytes = image.Width * 3;
        var best = new byte[rowBytes + 1];
        var candidate = new byte[rowBytes + 1];
        ReadOnlySpan<byte> above = new byte[rowBytes];
        for (int y = 0; y < image.Height; y++)
        {
            ReadOnlySpan<byte> row = image.Row(y);
            int least = int.MaxValue;
            for (int type = 0; type < PngFilter.Count; type++)
            {
                int sum = PngFilter.Apply(type, row, above, 3, candidate.AsSpan(1));
                if (sum >= least) continue;
                least = sum;
                candidate[0] = (byte)type;
                (best, candidate) = (candidate, best);
            }

            deflate.Write(best);
            above = row;
        }
    }

    private static void WriteChunk(Stream output, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        var chunk = new byte[data.Length + 12];
        BinaryPrimitives.WriteInt32BigEndian(chunk, data.Length);
        type.CopyTo(chunk.AsSpan(4));
        data.CopyTo(chunk.AsSpan(8));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(data.Length + 8), Crc32.Compute(chunk.AsSpan(4, data.Length + 4)));
        output.Write(chunk);
    }
}
