namespace LVW.Native.Imaging.ImageSharp.Files;

/// <summary>The blocks of a GIF file, up to its first picture.</summary>
internal static class GifFile
{
    private const int HeaderBytes = 13;
    private const int DescriptorBytes = 10;
    private const byte Extension = 0x21;
    private const byte Picture = 0x2C;

    /// <summary>Whether the first picture's last block is there.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> file)
    {
        if (file.Length < HeaderBytes) return false;
        int at = HeaderBytes + ColourTable(file[10]);
        while (at < file.Length)
        {
            switch (file[at])
            {
                case Extension:
                    if (!SkipBlocks(file, at + 2, out at)) return false;
                    break;
                case Picture:
                    return at + DescriptorBytes <= file.Length && SkipBlocks(file, at + DescriptorBytes + ColourTable(file[at + 9]) + 1, out at);
                default:
                    return false;
            }
        }

        return false;
    }

    private static int ColourTable(byte flags) => (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);

    // Each block begins with its length; one of length nothing ends them.
    private static bool SkipBlocks(ReadOnlySpan<byte> file, int at, out int next)
    {
        while (at < file.Length && file[at] > 0) at += file[at] + 1;
        next = at + 1;
        return at < file.Length;
    }
}
