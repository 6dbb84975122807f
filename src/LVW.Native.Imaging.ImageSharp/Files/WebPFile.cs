using System.Buffers.Binary;
using LVW.Native.Imaging.Jpeg;

namespace LVW.Native.Imaging.ImageSharp.Files;

/// <summary>The chunks of a WebP file.</summary>
internal static class WebPFile
{
    private const int FileHeaderBytes = 12;
    private const int ChunkHeaderBytes = 8;

    /// <summary>Whether the file is as long as its header says.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> file)
        => file.Length >= FileHeaderBytes && file.Length >= BinaryPrimitives.ReadUInt32LittleEndian(file[4..]) + (long)ChunkHeaderBytes;

    /// <summary>The orientation in the EXIF chunk, which stands behind the picture, or null.</summary>
    public static ImageOrientation? Orientation(ReadOnlySpan<byte> file)
    {
        for (long at = FileHeaderBytes; at + ChunkHeaderBytes <= file.Length;)
        {
            ReadOnlySpan<byte> chunk = file[(int)at..];
            long length = BinaryPrimitives.ReadUInt32LittleEndian(chunk[4..]);
            if (chunk.StartsWith("EXIF"u8))
            {
                ReadOnlySpan<byte> content = chunk[ChunkHeaderBytes..];
                content = content[..(int)Math.Min(length, content.Length)];

                // Some writers keep the mark that a JPEG segment has.
                return ExifReader.Orientation(content) ?? ExifReader.OrientationOfTiff(content);
            }

            at += ChunkHeaderBytes + length + (length & 1);
        }

        return null;
    }
}
