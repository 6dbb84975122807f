using System.Buffers.Binary;

namespace LVW.Native.Imaging.Bmp;

/// <summary>File and information header of a BMP, versions OS/2 1.x to 5.</summary>
internal readonly record struct BmpHeader
{
    private const int FileHeaderBytes = 14;
    private const int Os2HeaderBytes = 12;

    /// <summary>Width in pixels.</summary>
    public int Width { get; private init; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; private init; }

    /// <summary>Whether the first stored row is the top one.</summary>
    public bool TopDown { get; private init; }

    /// <summary>1, 4, 8, 16, 24 or 32.</summary>
    public int BitsPerPixel { get; private init; }

    /// <summary>Where the rows start in the file.</summary>
    public long PixelStart { get; private init; }

    /// <summary>Where the palette starts in the file.</summary>
    public int PaletteStart { get; private init; }

    /// <summary>Bytes of a palette entry: blue, green, red and perhaps one unused.</summary>
    public int PaletteEntryBytes { get; private init; }

    /// <summary>Entries of the palette; 0 above 8 bits.</summary>
    public int PaletteEntries { get; private init; }

    /// <summary>Which bits of a 16- or 32-bit pixel are red, green and blue.</summary>
    public (uint R, uint G, uint B) Masks { get; private init; }

    /// <summary>Bytes of a stored row: a multiple of 4.</summary>
    public static long Stride(int width, int bits) => (((long)width * bits) + 31) / 32 * 4;

    /// <summary>Whether an information header of that size is one of the known versions.</summary>
    public static bool IsKnownSize(uint size) => size is Os2HeaderBytes or 40 or 52 or 56 or 64 or 108 or 124;

    /// <summary>Reads the headers; the size is not tested against any limit.</summary>
    public static BmpHeader Parse(ReadOnlySpan<byte> file)
    {
        if (file.Length < FileHeaderBytes + Os2HeaderBytes) throw Truncated();
        uint pixelStart = BinaryPrimitives.ReadUInt32LittleEndian(file[10..]);
        ReadOnlySpan<byte> info = file[FileHeaderBytes..];
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(info);
        if (!IsKnownSize(size))
        {
            throw new ImageFormatException($"BMP: an information header of {size} bytes is not known. Convert the picture to PNG.");
        }

        if (info.Length < size) throw Truncated();
        if (size == Os2HeaderBytes)
        {
            return Check(new BmpHeader
            {
                Width = BinaryPrimitives.ReadUInt16LittleEndian(info[4..]),
                Height = BinaryPrimitives.ReadUInt16LittleEndian(info[6..]),
                BitsPerPixel = BinaryPrimitives.ReadUInt16LittleEndian(info[10..]),
                PixelStart = pixelStart,
                PaletteStart = FileHeaderBytes + Os2HeaderBytes,
                PaletteEntryBytes = 3,
            });
        }

        int height = BinaryPrimitives.ReadInt32LittleEndian(info[8..]);
        uint compression = BinaryPrimitives.ReadUInt32LittleEndian(info[16..]);
        bool fields = compression == 3;
        if (compression != 0 && !fields)
        {
            throw new ImageFormatException(
                $"BMP: compression {compression} ({CompressionName(compression)}) is not supported. Convert the picture to PNG.");
        }

        // Version 3 headers are followed by the masks; later ones hold them.
        int masksStart = FileHeaderBytes + 40;
        int paletteStart = FileHeaderBytes + (int)size + (fields && size == 40 ? 12 : 0);
        (uint R, uint G, uint B) masks = default;
        if (fields)
        {
            if (file.Length < masksStart + 12) throw Truncated();
            masks = (
                BinaryPrimitives.ReadUInt32LittleEndian(file[masksStart..]),
                BinaryPrimitives.ReadUInt32LittleEndian(file[(masksStart + 4)..]),
                BinaryPrimitives.ReadUInt32LittleEndian(file[(masksStart + 8)..]));
        }

        return Check(new BmpHeader
        {
            Width = BinaryPrimitives.ReadInt32LittleEndian(info[4..]),
            Height = height == int.MinValue ? 0 : Math.Abs(height),
            TopDown = height < 0,
            BitsPerPixel = BinaryPrimitives.ReadUInt16LittleEndian(info[14..]),
            PixelStart = pixelStart,
            PaletteStart = paletteStart,
            PaletteEntryBytes = 4,
            PaletteEntries = (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(info[32..]), 256),
            Masks = masks,
        });
    }

    private static BmpHeader Check(BmpHeader header)
    {
        int bits = header.BitsPerPixel;
        if (bits is not (1 or 4 or 8 or 16 or 24 or 32))
        {
            throw new ImageFormatException($"BMP: {bits} bits per pixel are not defined. The file is damaged; fetch it again.");
        }

        if (header.Width < 1 || header.Height < 1)
        {
            throw new ImageFormatException(
                $"BMP: the header declares {header.Width}×{header.Height} pixels. The file is damaged; fetch it again.");
        }

        (uint, uint, uint) masks = header.Masks;
        if (masks == default) masks = bits == 16 ? (0x7C00u, 0x3E0u, 0x1Fu) : (0xFF0000u, 0xFF00u, 0xFFu);
        int entries = bits > 8 ? 0 : header.PaletteEntries == 0 ? 1 << bits : Math.Min(header.PaletteEntries, 1 << bits);
        return header with { Masks = masks, PaletteEntries = entries };
    }

    private static string CompressionName(uint compression) => compression switch
    {
        1 => "RLE8",
        2 => "RLE4",
        4 => "JPEG",
        5 => "PNG",
        6 => "alpha bit fields",
        _ => "unknown",
    };

    private static ImageFormatException Truncated() => new("BMP: the file ends within its header. It is truncated; fetch it again.");
}
