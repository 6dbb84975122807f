using System.Buffers.Text;

namespace LVW.Native.Imaging.ImageSharp.Files;

/// <summary>Header and samples of a Netpbm file.</summary>
internal static class NetpbmFile
{
    private const int MagicBytes = 2;

    /// <summary>Whether every sample is there; ImageSharp leaves missing ones black.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> file)
    {
        if (file.Length <= MagicBytes) return false;
        int kind = file[1] - '0';
        ReadOnlySpan<byte> rest = file[MagicBytes..];
        long width = Number(ref rest), height = Number(ref rest), most = kind is 1 or 4 ? 1 : Number(ref rest);
        if (width < 0 || height < 0 || most < 0) return false;
        long samples = width * height * (kind is 3 or 6 ? 3 : 1);
        switch (kind)
        {
            case 1:
                return rest.Count((byte)'0') + rest.Count((byte)'1') >= samples;
            case 2 or 3:
                while (samples > 0 && Number(ref rest) >= 0) samples--;
                return samples == 0;
            case 4:
                return rest.Length - 1 >= (width + 7) / 8 * height;
            default:
                return rest.Length - 1 >= samples * (most > byte.MaxValue ? 2 : 1);
        }
    }

    // The next whole number behind spaces and comments, or −1.
    private static long Number(ref ReadOnlySpan<byte> rest)
    {
        rest = rest.TrimStart(" \t\r\n\v\f"u8);
        while (rest.StartsWith("#"u8))
        {
            int end = rest.IndexOfAny((byte)'\r', (byte)'\n');
            rest = end < 0 ? [] : rest[end..].TrimStart(" \t\r\n\v\f"u8);
        }

        if (!Utf8Parser.TryParse(rest, out int number, out int read) || number < 0) return -1;
        rest = rest[read..];
        return number;
    }
}
