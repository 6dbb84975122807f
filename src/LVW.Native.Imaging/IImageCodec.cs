namespace LVW.Native.Imaging;

/// <summary>Reads, and perhaps writes, one file format; stateless and safe for use by many threads.</summary>
public interface IImageCodec
{
    /// <summary>Name of the format, such as <c>JPEG</c>.</summary>
    string Format { get; }

    /// <summary>Usual file name endings with their dot, in lower case, the preferred one first.</summary>
    IReadOnlyList<string> Extensions { get; }

    /// <summary>Whether <see cref="Encode"/> is supported.</summary>
    bool CanEncode { get; }

    /// <summary>Tells from its first bytes whether data is of this format.</summary>
    /// <param name="header">The first bytes of the file: 32, or all of a shorter one.</param>
    bool CanDecode(ReadOnlySpan<byte> header);

    /// <summary>Reads size and orientation without decoding pixels.</summary>
    /// <param name="data">The file.</param>
    /// <exception cref="ImageFormatException">The header is not readable.</exception>
    ImageInfo Identify(ReadOnlyMemory<byte> data);

    /// <summary>Decodes a picture.</summary>
    /// <param name="data">The file; not referenced after the call.</param>
    /// <param name="options">Limits and strictness.</param>
    /// <exception cref="ImageFormatException">
    /// The file is damaged, too large or uses an unsupported feature; the only exception thrown for bad data.
    /// </exception>
    RgbImage Decode(ReadOnlyMemory<byte> data, DecodeOptions options);

    /// <summary>Encodes a picture.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="output">Receives the file; not closed.</param>
    /// <exception cref="NotSupportedException"><see cref="CanEncode"/> is false.</exception>
    void Encode(RgbImage image, Stream output);
}
