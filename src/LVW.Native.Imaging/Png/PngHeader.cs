using System.Buffers.Binary;

namespace LVW.Native.Imaging.Png;

/// <summary>The content of the IHDR chunk.</summary>
internal readonly record struct PngHeader(int Width, int Height, int BitDepth, PngColorType ColorType, bool Interlaced)
{
    /// <summary>Samples per pixel.</summary>
    public int Channels => ColorType switch
    {
        PngColorType.Rgb => 3,
        PngColorType.GreyAlpha => 2,
        PngColorType.Rgba => 4,
        _ => 1,
    };

    /// <summary>Distance, in bytes, to the pixel that the filters look back to.</summary>
    public int FilterDistance => Math.Max(Channels * BitDepth / 8, 1);

    /// <summary>Bytes of a row of <paramref name="width"/> pixels, without its filter byte.</summary>
    public long RowBytes(int width) => (((long)width * Channels * BitDepth) + 7) / 8;

    /// <summary>Reads the chunk's data; the size is not tested against any limit.</summary>
    public static PngHeader Parse(ReadOnlySpan<byte> data)
    {
        if (data.Length != 13)
        {
            throw new ImageFormatException(
                $"PNG: the header chunk has {data.Length} bytes instead of 13. The file is damaged; fetch it again.");
        }

        uint width = BinaryPrimitives.ReadUInt32BigEndian(data);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(data[4..]);
        if (width is 0 or > int.MaxValue || height is 0 or > int.MaxValue)
        {
            throw new ImageFormatException($"PNG: the header declares {width}×{height} pixels. The file is damaged; fetch it again.");
        }

        int depth = data[8];
        var type = (PngColorType)data[9];
        bool known = type switch
        {
            PngColorType.Grey => depth is 1 or 2 or 4 or 8 or 16,
            PngColorType.Palette => depth is 1 or 2 or 4 or 8,
            PngColorType.Rgb or PngColorType.GreyAlpha or PngColorType.Rgba => depth is 8 or 16,
            _ => false,
        };
        if (!known)
        {
            throw new ImageFormatException(
                $"PNG: there is no colour type {data[9]} with {depth} bits. The file is damaged; fetch it again.");
        }

        if (data[10] != 0 || data[11] != 0 || data[12] > 1)
        {
            throw new ImageFormatException(
                $"PNG: compression {data[10]}, filter method {data[11]}, interlacing {data[12]} are not defined. "
                + "The file is damaged; fetch it again.");
        }

        return new((int)width, (int)height, depth, type, data[12] == 1);
    }
}
