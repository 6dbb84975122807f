namespace LVW.Native.Imaging.Png;

/// <summary>PNG: reads every colour type, depth and interlacing; writes 8-bit RGB.</summary>
public sealed class PngCodec : IImageCodec
{
    /// <inheritdoc/>
    public string Format => "PNG";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".png"];

    /// <inheritdoc/>
    public bool CanEncode => true;

    /// <inheritdoc/>
    public bool CanDecode(ReadOnlySpan<byte> header) => header.StartsWith(PngChunkReader.Signature);

    /// <inheritdoc/>
    public ImageInfo Identify(ReadOnlyMemory<byte> data)
    {
        PngHeader header = PngDecoder.ReadHeader(data.Span);
        return new(header.Width, header.Height, Format);
    }

    /// <inheritdoc/>
    public RgbImage Decode(ReadOnlyMemory<byte> data, DecodeOptions options) => PngDecoder.Decode(data, options);

    /// <inheritdoc/>
    public void Encode(RgbImage image, Stream output) => PngEncoder.Encode(image, output);
}
