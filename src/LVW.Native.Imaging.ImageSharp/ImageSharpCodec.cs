using System.Runtime.InteropServices;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace LVW.Native.Imaging.ImageSharp;

/// <summary>One of ImageSharp's formats: the first frame's colours; alpha is dropped, as Pillow's <c>convert("RGB")</c> does.</summary>
internal sealed class ImageSharpCodec(ImageSharpFormat format) : IImageCodec
{
    // For an identification no buffer grows with the picture.
    private const long HeaderPixels = 1 << 20;

    /// <inheritdoc/>
    public string Format => format.Name;

    /// <inheritdoc/>
    public IReadOnlyList<string> Extensions => format.Extensions;

    /// <inheritdoc/>
    public bool CanEncode => format.Encoder is not null;

    /// <inheritdoc/>
    public bool CanDecode(ReadOnlySpan<byte> header) => format.Recognises(header);

    /// <inheritdoc/>
    public ImageInfo Identify(ReadOnlyMemory<byte> data)
    {
        (int width, int height) = Guarded(data, stream => FirstFrame.Size(FirstFrame.Limited(format.Configure(), HeaderPixels), stream));
        return new ImageInfo(width, height, Format, format.Orientation(data.Span) ?? ImageOrientation.Upright);
    }

    /// <inheritdoc/>
    public RgbImage Decode(ReadOnlyMemory<byte> data, DecodeOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ImageInfo info = Identify(data);
        ImageLimits.CheckSize(Format, info.Width, info.Height, options);
        if (options.Strict && !format.IsWhole(data.Span))
        {
            throw new ImageFormatException($"{Format}: the file ends after {data.Length} bytes, before its picture of {info.Width}×{info.Height} pixels does. Fetch it again.");
        }

        RgbImage image = Guarded(data, stream => FirstFrame.Decode(FirstFrame.Limited(format.Configure(), (long)info.Width * info.Height), stream));
        return options.ApplyOrientation ? image.Orient(info.Orientation) : image;
    }

    /// <inheritdoc/>
    public void Encode(RgbImage image, Stream output)
    {
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(output);
        if (format.Encoder is null) throw new NotSupportedException($"{Format} files are not written. Use .png or .webp.");
        using Image<Rgb24> copy = Image.LoadPixelData<Rgb24>(image.Pixels, image.Width, image.Height);
        copy.Save(output, format.Encoder());
    }

    // Damaged files make ImageSharp throw much more than its own exceptions: indices out of range, overflows, buffers over the limit.
    private TResult Guarded<TResult>(ReadOnlyMemory<byte> data, Func<Stream, TResult> read)
    {
        try
        {
            using MemoryStream stream = MemoryMarshal.TryGetArray(data, out ArraySegment<byte> bytes)
                ? new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false)
                : new MemoryStream(data.ToArray(), writable: false);
            return read(stream);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            string said = failure.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ');
            throw new ImageFormatException(
                $"{Format}: ImageSharp cannot read this file of {data.Length} bytes ({failure.GetType().Name}: {said}). "
                + "It is damaged or of a kind that ImageSharp does not know: fetch it again or convert it to PNG.",
                failure);
        }
    }
}
