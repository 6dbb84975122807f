namespace LVW.Native.Imaging.Jpeg;

/// <summary>
/// JPEG (ISO/IEC 10918-1): reads baseline, extended and progressive files, with the arithmetic of libjpeg-turbo; does not write.
/// </summary>
public sealed class JpegCodec : IImageCodec
{
    /// <inheritdoc/>
    public string Format => "JPEG";

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions { get; } = [".jpg", ".jpeg", ".jpe", ".jfif"];

    /// <inheritdoc/>
    public bool CanEncode => false;

    /// <inheritdoc/>
    public bool CanDecode(ReadOnlySpan<byte> header) => header.StartsWith((ReadOnlySpan<byte>)[0xFF, JpegMarker.StartOfImage, 0xFF]);

    /// <inheritdoc/>
    public ImageInfo Identify(ReadOnlyMemory<byte> data) => JpegDecoder.Identify(data);

    /// <inheritdoc/>
    public RgbImage Decode(ReadOnlyMemory<byte> data, DecodeOptions options) => JpegDecoder.Decode(data, options);

    /// <inheritdoc/>
    public void Encode(RgbImage image, Stream output)
        => throw new NotSupportedException("JPEG: pictures are read but not written. Save as .png or .bmp.");
}
