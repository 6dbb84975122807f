using System.Buffers.Binary;

namespace LVW.Native.Imaging.ImageSharp;

/// <summary>Tells formats by their first bytes; ImageSharp's own detectors throw where they recognise nothing, and take any text that begins with P1.</summary>
internal static class Signatures
{
    private const int TgaHeaderBytes = 18;

    public static bool IsGif(ReadOnlySpan<byte> header) => header.StartsWith("GIF87a"u8) || header.StartsWith("GIF89a"u8);

    public static bool IsWebP(ReadOnlySpan<byte> header) => header.StartsWith("RIFF"u8) && header.Length >= 12 && header[8..].StartsWith("WEBP"u8);

    public static bool IsTiff(ReadOnlySpan<byte> header)
        => header.StartsWith("II*\0"u8) || header.StartsWith("MM\0*"u8) || header.StartsWith("II+\0"u8) || header.StartsWith("MM\0+"u8);

    public static bool IsQoi(ReadOnlySpan<byte> header) => header.StartsWith("qoif"u8);

    public static bool IsNetpbm(ReadOnlySpan<byte> header)
        => header.Length >= 3 && header[0] == 'P' && header[1] is >= (byte)'1' and <= (byte)'6' && header[2] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r';

    // No signature: colour map flag, type, colour map only where there is one, a size, a depth.
    public static bool IsTga(ReadOnlySpan<byte> header)
    {
        if (header.Length < TgaHeaderBytes) return false;
        (byte mapped, byte type, byte depth) = (header[1], header[2], header[16]);
        bool sized = BinaryPrimitives.ReadUInt16LittleEndian(header[12..]) > 0 && BinaryPrimitives.ReadUInt16LittleEndian(header[14..]) > 0;
        bool map = type is 1 or 9 ? mapped == 1 : type is 2 or 3 or 10 or 11 && mapped == 0 && header[3..8].IndexOfAnyExcept((byte)0) < 0;
        return sized && map && depth is (8 or 15 or 16 or 24 or 32);
    }
}
