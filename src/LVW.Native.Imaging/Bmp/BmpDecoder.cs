using System.Buffers.Binary;
using System.Numerics;

namespace LVW.Native.Imaging.Bmp;

/// <summary>Decodes the rows of an uncompressed BMP; alpha is ignored.</summary>
internal static class BmpDecoder
{
    /// <summary>Decodes the file.</summary>
    public static RgbImage Decode(ReadOnlySpan<byte> file, DecodeOptions options)
    {
        BmpHeader header = BmpHeader.Parse(file);
        ImageLimits.CheckSize("BMP", header.Width, header.Height, options);
        long stride = BmpHeader.Stride(header.Width, header.BitsPerPixel);
        long present = Math.Max(file.Length - header.PixelStart, 0);
        if (options.Strict) ImageLimits.CheckPlausible("BMP", header.Width, header.Height, stride * header.Height, present);
        byte[] palette = Palette(file, header);
        int rows = (int)Math.Min(header.Height, present / stride);
        if (rows == 0) throw new ImageFormatException("BMP: the file holds no pixel data. It is truncated; fetch it again.");
        ImageLimits.CheckPlausible("BMP", header.Width, header.Height, stride * header.Height / 64, present);
        var image = new RgbImage(header.Width, header.Height);
        for (int r = 0; r < rows; r++)
        {
            ReadOnlySpan<byte> row = file.Slice((int)(header.PixelStart + (r * stride)), (int)stride);
            ToRgb(header, row, palette, image.Row(header.TopDown ? r : header.Height - 1 - r));
        }

        return image;
    }

    // Entries that the file does not hold are grey levels, as in Pillow.
    private static byte[] Palette(ReadOnlySpan<byte> file, in BmpHeader header)
    {
        if (header.BitsPerPixel > 8) return [];
        var palette = new byte[256 * 3];
        for (int i = 0; i < palette.Length; i++) palette[i] = (byte)(i / 3);
        for (int i = 0; i < header.PaletteEntries; i++)
        {
            int at = header.PaletteStart + (i * header.PaletteEntryBytes);
            if (at + 3 > file.Length)
            {
                throw new ImageFormatException("BMP: the file ends within its palette. It is truncated; fetch it again.");
            }

            palette[3 * i] = file[at + 2];
            palette[(3 * i) + 1] = file[at + 1];
            palette[(3 * i) + 2] = file[at];
        }

        return palette;
    }

    private static void ToRgb(in BmpHeader header, ReadOnlySpan<byte> row, ReadOnlySpan<byte> palette, Span<byte> rgb)
    {
        switch (header.BitsPerPixel)
        {
            case 24:
                for (int x = 0; x < rgb.Length; x += 3)
                {
                    rgb[x] = row[x + 2];
                    rgb[x + 1] = row[x + 1];
                    rgb[x + 2] = row[x];
                }

                break;
            case 16 or 32:
                Masked(header, row, rgb);
                break;
            default:
                int bits = header.BitsPerPixel;
                for (int x = 0; x < rgb.Length / 3; x++)
                {
                    int bit = x * bits;
                    int index = (row[bit >> 3] >> (8 - bits - (bit & 7))) & ((1 << bits) - 1);
                    palette.Slice(3 * index, 3).CopyTo(rgb.Slice(3 * x, 3));
                }

                break;
        }
    }

    private static void Masked(in BmpHeader header, ReadOnlySpan<byte> row, Span<byte> rgb)
    {
        Field red = new(header.Masks.R);
        Field green = new(header.Masks.G);
        Field blue = new(header.Masks.B);
        int bytes = header.BitsPerPixel / 8;
        for (int x = 0; x < rgb.Length / 3; x++)
        {
            uint pixel = bytes == 2
                ? BinaryPrimitives.ReadUInt16LittleEndian(row[(2 * x)..])
                : BinaryPrimitives.ReadUInt32LittleEndian(row[(4 * x)..]);
            rgb[3 * x] = red.Read(pixel);
            rgb[(3 * x) + 1] = green.Read(pixel);
            rgb[(3 * x) + 2] = blue.Read(pixel);
        }
    }

    /// <summary>Some bits of a pixel, scaled to 0…255 with truncation as in Pillow.</summary>
    private readonly struct Field(uint mask)
    {
        private readonly int shift = mask == 0 ? 0 : BitOperations.TrailingZeroCount(mask);
        private readonly uint max = mask == 0 ? 0 : mask >> BitOperations.TrailingZeroCount(mask);

        public byte Read(uint pixel) => max == 0 ? (byte)0 : (byte)((ulong)((pixel >> shift) & max) * 255 / max);
    }
}
