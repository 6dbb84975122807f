using LVW.Native.Imaging.Bmp;
using LVW.Native.Imaging.Jpeg;
using LVW.Native.Imaging.Png;

namespace LVW.Native.Imaging;

/// <summary>An immutable, ordered set of codecs; the first that recognises the content decodes it.</summary>
public sealed class ImageCodecs
{
    private const int HeaderLength = 32;

    private readonly IImageCodec[] codecs;

    private ImageCodecs(IImageCodec[] codecs) => this.codecs = codecs;

    /// <summary>The codecs of this library: JPEG, PNG, BMP.</summary>
    public static ImageCodecs Default { get; } = new([new JpegCodec(), new PngCodec(), new BmpCodec()]);

    /// <summary>The codecs in the order in which they are asked.</summary>
    public IReadOnlyList<IImageCodec> All => codecs;

    /// <summary>A set with one more codec, which is asked first.</summary>
    /// <param name="codec">The codec to add.</param>
    public ImageCodecs With(IImageCodec codec)
    {
        ArgumentNullException.ThrowIfNull(codec);
        return new([codec, .. codecs]);
    }

    /// <summary>Reads size, format and orientation without decoding pixels.</summary>
    /// <param name="data">The file.</param>
    /// <exception cref="ImageFormatException">The format is not supported or the header is damaged.</exception>
    public ImageInfo Identify(ReadOnlyMemory<byte> data) => Find(data.Span).Identify(data);

    /// <summary>Decodes a picture of any of the formats, which is told by its content.</summary>
    /// <param name="data">The file.</param>
    /// <param name="options">Limits and strictness; <see cref="DecodeOptions.Default"/> if null.</param>
    /// <exception cref="ImageFormatException">The format is not supported, or the file is damaged or too large.</exception>
    public RgbImage Decode(ReadOnlyMemory<byte> data, DecodeOptions? options = null)
        => Find(data.Span).Decode(data, options ?? DecodeOptions.Default);

    /// <summary>Encodes a picture in the format that a file name asks for.</summary>
    /// <param name="fileName">A name whose ending names the format, such as <c>map.png</c>.</param>
    /// <param name="image">The picture.</param>
    /// <param name="output">Receives the file; not closed.</param>
    /// <exception cref="ImageFormatException">No codec writes files with that ending.</exception>
    public void Encode(string fileName, RgbImage image, Stream output) => FindEncoder(fileName).Encode(image, output);

    internal IImageCodec FindEncoder(string fileName)
    {
        string extension = Path.GetExtension(fileName).ToLowerInvariant();
        foreach (IImageCodec codec in codecs)
        {
            if (codec.CanEncode && codec.Extensions.Contains(extension)) return codec;
        }

        string writable = string.Join(", ", codecs.Where(c => c.CanEncode).Select(c => c.Extensions[0]));
        throw new ImageFormatException($"pictures with the ending '{extension}' cannot be written. Use one of: {writable}.");
    }

    private IImageCodec Find(ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<byte> header = data[..Math.Min(HeaderLength, data.Length)];
        foreach (IImageCodec codec in codecs)
        {
            if (codec.CanDecode(header)) return codec;
        }

        string readable = string.Join(", ", codecs.Select(c => c.Format));
        throw new ImageFormatException($"{ForeignFormats.Describe(header)} Readable formats: {readable}.");
    }
}
