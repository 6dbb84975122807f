using System.IO.Compression;

namespace LVW.Native.Imaging.Png;

/// <summary>Decodes one PNG file (ISO/IEC 15948).</summary>
internal sealed class PngDecoder
{
    // Deflate yields at most 258 bytes from two bits, a little under 1032:1.
    private const int MaxDeflateRatio = 1032;

    // The seven passes of Adam7: first column and row, distance between columns and rows.
    private static readonly (int X, int Y, int Dx, int Dy)[] Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    private static readonly (int X, int Y, int Dx, int Dy)[] Plain = [(0, 0, 1, 1)];

    private readonly List<(int Start, int Length)> chunks = [];
    private PngHeader header;
    private byte[]? palette;

    /// <summary>Reads the header chunk alone.</summary>
    public static PngHeader ReadHeader(ReadOnlySpan<byte> file)
    {
        var chunk = new PngChunkReader(file, strict: false);
        if (!chunk.Read() || !chunk.Type.SequenceEqual("IHDR"u8)) throw NoHeader();
        return PngHeader.Parse(chunk.Data);
    }

    /// <summary>Decodes the file.</summary>
    public static RgbImage Decode(ReadOnlyMemory<byte> file, DecodeOptions options)
    {
        var decoder = new PngDecoder();
        decoder.ReadChunks(file.Span, options);
        return decoder.ReadPixels(file, options.Strict);
    }

    private void ReadChunks(ReadOnlySpan<byte> file, DecodeOptions options)
    {
        var chunk = new PngChunkReader(file, options.Strict);
        if (!chunk.Read() || !chunk.Type.SequenceEqual("IHDR"u8)) throw NoHeader();
        header = PngHeader.Parse(chunk.Data);
        ImageLimits.CheckSize("PNG", header.Width, header.Height, options);
        while (chunk.Read() && !chunk.Type.SequenceEqual("IEND"u8))
        {
            if (chunk.Type.SequenceEqual("IDAT"u8))
            {
                chunks.Add((chunk.DataStart, chunk.DataLength));
            }
            else if (chunk.Type.SequenceEqual("PLTE"u8))
            {
                if (chunk.DataLength % 3 != 0)
                {
                    throw new ImageFormatException(
                        $"PNG: the palette has {chunk.DataLength} bytes, not a multiple of 3. The file is damaged; fetch it again.");
                }

                palette = PngPixels.Palette(chunk.Data);
            }
            else if (chunk.IsCritical && options.Strict)
            {
                throw new ImageFormatException(
                    $"PNG: chunk {chunk.Name} at byte {chunk.DataStart - 8} is not known but critical. "
                    + "Convert the picture with a tool that knows it.");
            }
        }

        if (chunks.Count == 0) throw new ImageFormatException("PNG: the file holds no pixel data. It is damaged; fetch it again.");
        if (palette is null && header.ColorType == PngColorType.Palette)
        {
            if (options.Strict)
            {
                throw new ImageFormatException(
                    "PNG: the pixels are palette indices but there is no palette. The file is damaged; fetch it again.");
            }

            palette = PngPixels.Palette([]);
        }

        long packed = chunks.Sum(c => (long)c.Length);
        long rowBytes = header.RowBytes(header.Width);
        if (rowBytes >= Array.MaxLength) throw new ImageFormatException($"PNG: a row of {rowBytes} bytes is too long. Shrink the picture.");
        long raw = rowBytes * header.Height;
        ImageLimits.CheckPlausible("PNG", header.Width, header.Height, raw / MaxDeflateRatio, packed);
    }

    private RgbImage ReadPixels(ReadOnlyMemory<byte> file, bool strict)
    {
        var image = new RgbImage(header.Width, header.Height);
        using var inflate = new ZLibStream(new IdatStream(file, chunks), CompressionMode.Decompress);
        try
        {
            foreach ((int x, int y, int dx, int dy) in header.Interlaced ? Adam7 : Plain)
            {
                if (x < header.Width && y < header.Height) ReadPass(inflate, image, x, y, dx, dy);
            }

            // Reading past the last row makes the stream compare its checksum.
            if (strict) inflate.ReadByte();
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            if (strict)
            {
                throw new ImageFormatException(
                    "PNG: the pixel data is truncated or damaged. Fetch the file again, or decode with Strict = false to get what is there.",
                    exception);
            }
        }

        return image;
    }

    private void ReadPass(Stream inflate, RgbImage image, int x0, int y0, int dx, int dy)
    {
        int columns = (image.Width - x0 + dx - 1) / dx;
        int rowBytes = (int)header.RowBytes(columns);
        var line = new byte[rowBytes + 1];
        var above = new byte[rowBytes + 1];
        byte[]? spread = dx == 1 ? null : new byte[columns * 3];
        for (int y = y0; y < image.Height; y += dy)
        {
            inflate.ReadExactly(line);
            PngFilter.Undo(line[0], line.AsSpan(1), above.AsSpan(1), header.FilterDistance);
            Span<byte> target = image.Row(y);
            if (spread is null)
            {
                PngPixels.ToRgb(header, line.AsSpan(1), palette, target);
            }
            else
            {
                PngPixels.ToRgb(header, line.AsSpan(1), palette, spread);
                for (int x = 0; x < columns; x++) spread.AsSpan(3 * x, 3).CopyTo(target[(3 * (x0 + (x * dx)))..]);
            }

            (line, above) = (above, line);
        }
    }

    private static ImageFormatException NoHeader()
        => new("PNG: the file does not start with a header chunk. It is damaged; fetch it again.");
}
