using System.Buffers.Binary;

namespace LVW.Native.Imaging.Bmp;

/// <summary>BMP: reads uncompressed pictures of 1 to 32 bits per pixel; writes 24 bits.</summary>
public sealed class BmpCodec : IImageCodec
{
    private const int FileHeaderBytes = 14;
    private const int InfoHeaderBytes = 40;

    /// <inheritdoc/>
    public string Format => "BMP";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".bmp", ".dib"];

    /// <inheritdoc/>
    public bool CanEncode => true;

    /// <inheritdoc/>
    public bool CanDecode(ReadOnlySpan<byte> header)
        => header.StartsWith("BM"u8) && header.Length >= FileHeaderBytes + 4
            && BmpHeader.IsKnownSize(BinaryPrimitives.ReadUInt32LittleEndian(header[FileHeaderBytes..]));

    /// <inheritdoc/>
    public ImageInfo Identify(ReadOnlyMemory<byte> data)
    {
        BmpHeader header = BmpHeader.Parse(data.Span);
        return new(header.Width, header.Height, Format);
    }

    /// <inheritdoc/>
    public RgbImage Decode(ReadOnlyMemory<byte> data, DecodeOptions options) => BmpDecoder.Decode(data.Span, options);

    /// <inheritdoc/>
    public void Encode(RgbImage image, Stream output)
    {
        int stride = (int)BmpHeader.Stride(image.Width, 24);
        Span<byte> header = stackalloc byte[FileHeaderBytes + InfoHeaderBytes];
        header.Clear();
        header[0] = (byte)'B';
        header[1] = (byte)'M';
        uint pixels = checked((uint)stride * (uint)image.Height);
        BinaryPrimitives.WriteUInt32LittleEndian(header[2..], pixels + (uint)header.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header[10..], header.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header[14..], InfoHeaderBytes);
        BinaryPrimitives.WriteInt32LittleEndian(header[18..], image.Width);
        BinaryPrimitives.WriteInt32LittleEndian(header[22..], image.Height);
        header[26] = 1;
        header[28] = 24;
        BinaryPrimitives.WriteUInt32LittleEndian(header[34..], pixels);
        output.Write(header);
        var row = new byte[stride];
        for (int y = image.Height - 1; y >= 0; y--)
        {
            ReadOnlySpan<byte> source = image.Row(y);
            for (int x = 0; x < source.Length; x += 3)
            {
                row[x] = source[x + 2];
                row[x + 1] = source[x + 1];
                row[x + 2] = source[x];
            }

            output.Write(row);
        }
    }
}
