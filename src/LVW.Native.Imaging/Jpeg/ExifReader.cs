using System.Buffers.Binary;

namespace LVW.Native.Imaging.Jpeg;

/// <summary>Finds the orientation in an EXIF segment (a TIFF directory behind six bytes).</summary>
internal static class ExifReader
{
    private const int OrientationTag = 0x0112;
    private const int EntryBytes = 12;

    /// <summary>The orientation, or null where the segment does not tell a valid one.</summary>
    public static ImageOrientation? Orientation(ReadOnlySpan<byte> segment)
        => segment.StartsWith("Exif\0\0"u8) ? OrientationOfTiff(segment[6..]) : null;

    /// <summary>The orientation in the first directory of a TIFF file, or null where it does not tell a valid one.</summary>
    public static ImageOrientation? OrientationOfTiff(ReadOnlySpan<byte> tiff)
    {
        bool little = tiff.StartsWith("II*\0"u8);
        if (tiff.Length < 8 || (!little && !tiff.StartsWith("MM\0*"u8))) return null;
        uint directory = little ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (directory > tiff.Length - 2) return null;
        ReadOnlySpan<byte> entries = tiff[(int)directory..];
        int count = Short(entries, little);
        entries = entries[2..];
        for (int i = 0; i < count && entries.Length >= EntryBytes; i++, entries = entries[EntryBytes..])
        {
            if (Short(entries, little) != OrientationTag) continue;
            int value = Short(entries[8..], little);
            return value is >= 1 and <= 8 ? (ImageOrientation)value : null;
        }

        return null;
    }

    private static int Short(ReadOnlySpan<byte> bytes, bool little)
        => little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);
}
