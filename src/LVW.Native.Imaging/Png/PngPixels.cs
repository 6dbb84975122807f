namespace LVW.Native.Imaging.Png;

/// <summary>Turns rows of samples into RGB as Pillow's <c>convert("RGB")</c> does: alpha and transparent colours are ignored.</summary>
internal static class PngPixels
{
    /// <summary>256 colours: those of the file, and grey levels where it has none (as Pillow).</summary>
    public static byte[] Palette(ReadOnlySpan<byte> entries)
    {
        var palette = new byte[256 * 3];
        for (int i = 0; i < palette.Length; i++) palette[i] = (byte)(i / 3);
        entries[..Math.Min(entries.Length, palette.Length)].CopyTo(palette);
        return palette;
    }

    /// <summary>Converts one unfiltered row to <c>rgb.Length / 3</c> pixels.</summary>
    public static void ToRgb(in PngHeader header, ReadOnlySpan<byte> row, ReadOnlySpan<byte> palette, Span<byte> rgb)
    {
        switch (header.ColorType)
        {
            case PngColorType.Rgb when header.BitDepth == 8:
                row[..rgb.Length].CopyTo(rgb);
                break;
            case PngColorType.Rgb or PngColorType.Rgba:
                Colour(row, header.Channels, header.BitDepth / 8, rgb);
                break;
            case PngColorType.GreyAlpha:
                Grey(row, header.FilterDistance, rgb);
                break;
            case PngColorType.Palette:
                Indexed(row, header.BitDepth, palette, rgb);
                break;
            default:
                if (header.BitDepth == 16) Grey16(row, rgb);
                else if (header.BitDepth == 8) Grey(row, 1, rgb);
                else GreyBits(row, header.BitDepth, rgb);
                break;
        }
    }

    // Of 16-bit samples the high byte counts, as in Pillow.
    private static void Colour(ReadOnlySpan<byte> row, int channels, int bytes, Span<byte> rgb)
    {
        int at = 0;
        for (int x = 0; x < rgb.Length; x += 3, at += channels * bytes)
        {
            rgb[x] = row[at];
            rgb[x + 1] = row[at + bytes];
            rgb[x + 2] = row[at + (2 * bytes)];
        }
    }

    private static void Grey(ReadOnlySpan<byte> row, int distance, Span<byte> rgb)
    {
        int at = 0;
        for (int x = 0; x < rgb.Length; x += 3, at += distance) rgb[x] = rgb[x + 1] = rgb[x + 2] = row[at];
    }

    // Pillow opens 16-bit grey as integers and clips them to 255 in convert("RGB"): not what one would choose, but the same numbers.
    private static void Grey16(ReadOnlySpan<byte> row, Span<byte> rgb)
    {
        int at = 0;
        for (int x = 0; x < rgb.Length; x += 3, at += 2) rgb[x] = rgb[x + 1] = rgb[x + 2] = row[at] != 0 ? (byte)255 : row[at + 1];
    }

    private static void GreyBits(ReadOnlySpan<byte> row, int bits, Span<byte> rgb)
    {
        int scale = 255 / ((1 << bits) - 1);
        for (int x = 0; x < rgb.Length / 3; x++) rgb.Slice(3 * x, 3).Fill((byte)(Sample(row, x, bits) * scale));
    }

    private static void Indexed(ReadOnlySpan<byte> row, int bits, ReadOnlySpan<byte> palette, Span<byte> rgb)
    {
        for (int x = 0; x < rgb.Length / 3; x++)
        {
            int index = bits == 8 ? row[x] : Sample(row, x, bits);
            palette.Slice(3 * index, 3).CopyTo(rgb.Slice(3 * x, 3));
        }
    }

    private static int Sample(ReadOnlySpan<byte> row, int x, int bits)
    {
        int bit = x * bits;
        return (row[bit >> 3] >> (8 - bits - (bit & 7))) & ((1 << bits) - 1);
    }
}
