using System.Collections.Concurrent;
using LVW.Native.Imaging;

namespace LVW.Native.VisualWords.Data;

/// <summary>Decodes pictures and keeps as many as fit a budget; the others are decoded again.</summary>
/// <param name="budgetBytes">Bytes of pixels to keep.</param>
/// <param name="codecs">The formats; <see cref="ImageCodecs.Default"/> if null.</param>
public sealed class PictureCache(long budgetBytes, ImageCodecs? codecs = null)
{
    private readonly ConcurrentDictionary<string, RgbImage> kept = new(StringComparer.Ordinal);
    private long bytes;

    /// <summary>The formats that are read.</summary>
    public ImageCodecs Codecs { get; } = codecs ?? ImageCodecs.Default;

    /// <summary>The decoded picture.</summary>
    /// <exception cref="ImageFormatException">The file cannot be decoded; the message names it.</exception>
    public RgbImage Get(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        if (kept.TryGetValue(picture.Path, out RgbImage? image)) return image;
        image = picture.Load(codecs: Codecs);
        bool fits = Interlocked.Add(ref bytes, image.Pixels.LongLength) <= budgetBytes;
        if (!fits || !kept.TryAdd(picture.Path, image)) Interlocked.Add(ref bytes, -image.Pixels.LongLength);
        return image;
    }
}
