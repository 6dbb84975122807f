using System.Buffers.Binary;

namespace LVW.Native.VisualWords.Explanation.Report;

/// <summary>A PNG or JPEG file held in memory, embedded once in a page however often it is shown.</summary>
public sealed class ReportPicture
{
    private const ulong PngSignature = 0x89504E470D0A1A0A;

    /// <summary>Wraps the bytes of an encoded picture and reads its size from the header.</summary>
    /// <param name="bytes">A whole PNG (any colour type) or JPEG file; about 160 pixels a side keeps a page of 100 words small.</param>
    /// <exception cref="ArgumentException">The bytes are neither PNG nor JPEG.</exception>
    public ReportPicture(byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        Bytes = bytes;
        if (bytes.Length >= 24 && BinaryPrimitives.ReadUInt64BigEndian(bytes) == PngSignature)
        {
            MediaType = "image/png";
            Width = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(16));
            Height = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(20));
        }
        else if (TryReadJpegSize(bytes, out var width, out var height))
        {
            MediaType = "image/jpeg";
            Width = width;
            Height = height;
        }
        else
        {
            throw new ArgumentException(
                $"ReportPicture: the {bytes.Length} bytes start neither a PNG nor a JPEG file. Encode the picture before adding it.", nameof(bytes));
        }
    }

    /// <summary>The encoded file.</summary>
    public byte[] Bytes { get; }

    /// <summary><c>image/png</c> or <c>image/jpeg</c>.</summary>
    public string MediaType { get; }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    private static bool TryReadJpegSize(ReadOnlySpan<byte> bytes, out int width, out int height)
    {
        width = height = 0;
        if (bytes.Length < 4 || bytes[0] != 0xFF || bytes[1] != 0xD8)
            return false;

        for (var i = 2; i + 9 <= bytes.Length && bytes[i] == 0xFF;)
        {
            var marker = bytes[i + 1];

            // SOF0..SOF15 carry the size; C4, C8 and CC share their range but are tables.
            if (marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC))
            {
                height = BinaryPrimitives.ReadUInt16BigEndian(bytes[(i + 5)..]);
                width = BinaryPrimitives.ReadUInt16BigEndian(bytes[(i + 7)..]);
                return width > 0 && height > 0;
            }

            i += 2 + BinaryPrimitives.ReadUInt16BigEndian(bytes[(i + 2)..]);
        }

        return false;
    }
}
