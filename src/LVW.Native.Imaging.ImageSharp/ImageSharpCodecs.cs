namespace LVW.Native.Imaging.ImageSharp;

/// <summary>The formats that SixLabors.ImageSharp reads and LVW.Native.Imaging does not, one codec each.</summary>
public static class ImageSharpCodecs
{
    /// <summary>TGA, Netpbm, TIFF, GIF, WebP and, with ImageSharp 3, QOI.</summary>
    public static IReadOnlyList<IImageCodec> All { get; } = [.. ImageSharpFormat.All.Select(format => new ImageSharpCodec(format))];

    /// <summary>
    /// A set that reads these formats too. JPEG, PNG and BMP files stay with the codecs that read them before: none of these recognises one.
    /// </summary>
    /// <param name="codecs">The set to add to, such as <see cref="ImageCodecs.Default"/>.</param>
    public static ImageCodecs WithImageSharp(this ImageCodecs codecs)
    {
        ArgumentNullException.ThrowIfNull(codecs);
        return All.Aggregate(codecs, (set, codec) => set.With(codec));
    }
}
