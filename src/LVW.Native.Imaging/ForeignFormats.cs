namespace LVW.Native.Imaging;

/// <summary>Names what a file is when no codec reads it, so that the error can say more than "unknown".</summary>
internal static class ForeignFormats
{
    private const string Convert = "Convert it to PNG or JPEG, or add a codec for it with ImageCodecs.With.";
    private const string Adapter = "Convert it to PNG or JPEG, or, in a program, add the project LVW.Native.Imaging.ImageSharp and ImageCodecs.Default.WithImageSharp().";
    private static readonly string[] ReadByAdapter = ["GIF", "WebP", "TIFF", "Netpbm"];

    /// <summary>One or two sentences: what the file is and the remedy.</summary>
    public static string Describe(ReadOnlySpan<byte> header)
    {
        if (header.IsEmpty) return "the file is empty. Fetch or write it again.";
        if (header.StartsWith("version https://git-lfs"u8)) return "the file is a Git LFS pointer, not a picture. Run 'git lfs pull'.";
        string? format = Format(header);
        if (format is not null) return $"{format} pictures are not supported. {(ReadByAdapter.Contains(format) ? Adapter : Convert)}";
        ReadOnlySpan<byte> text = header.TrimStart(" \t\r\n"u8);
        if (text.StartsWith("<!DOC"u8) || text.StartsWith("<html"u8) || text.StartsWith("<HTML"u8))
        {
            return "the file is an HTML page, not a picture; probably a failed download. Fetch it again.";
        }

        return $"unknown picture format (first bytes {System.Convert.ToHexString(header[..Math.Min(8, header.Length)])}). {Convert}";
    }

    private static string? Format(ReadOnlySpan<byte> header)
    {
        if (header.StartsWith("GIF8"u8)) return "GIF";
        if (header.StartsWith("RIFF"u8) && At(header, 8, "WEBP"u8)) return "WebP";
        if (header.StartsWith("II*\0"u8) || header.StartsWith("MM\0*"u8)) return "TIFF";
        if (At(header, 4, "ftypavif"u8) || At(header, 4, "ftypavis"u8)) return "AVIF";
        if (At(header, 4, "ftyp"u8)) return "HEIF or other ISO media";
        if (At(header, 4, "jP  "u8) || header.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x4F, 0xFF, 0x51])) return "JPEG 2000";
        if (At(header, 4, "JXL "u8) || header.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x0A])) return "JPEG XL";
        if (header.StartsWith("8BPS"u8)) return "Photoshop";
        if (header.StartsWith("%PDF"u8)) return "PDF";
        if (header.StartsWith("<svg"u8) || header.StartsWith("<?xml"u8)) return "SVG or other XML";
        if (header.StartsWith((ReadOnlySpan<byte>)[0, 0, 1, 0])) return "ICO";
        if (header.StartsWith("v/1\x01"u8)) return "OpenEXR";
        if (header.StartsWith("qoif"u8)) return "QOI";
        if (header.Length >= 3 && header[0] == 'P' && header[1] is >= (byte)'1' and <= (byte)'7' && header[2] <= ' ') return "Netpbm";
        return null;
    }

    private static bool At(ReadOnlySpan<byte> header, int offset, ReadOnlySpan<byte> magic)
        => header.Length >= offset && header[offset..].StartsWith(magic);
}
