using LVW.Native.Imaging;
using LVW.Native.Imaging.Jpeg;
using LVW.Native.Imaging.Resampling;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Explanation.Report;

namespace LVW.Native.VisualWords.Explanation;

/// <summary>Prepares pictures and patches for pages, each picture once.</summary>
/// <param name="pictures">All pictures that may be asked for.</param>
/// <param name="transform">How pictures become input; pages show the part that the model saw.</param>
/// <param name="cache">Decoded pictures.</param>
/// <param name="options">Sizes and bytes.</param>
public sealed class ReportPictures(IEnumerable<Picture> pictures, PairedTransform transform, PictureCache cache, ReportPictureOptions options)
{
    // A patch shows at least this share of its picture's short side, so that a tight box keeps some surroundings.
    private const double SmallestPatch = 0.16;

    private readonly Dictionary<string, Picture> byKey = pictures.DistinctBy(picture => picture.Key).ToDictionary(picture => picture.Key, StringComparer.Ordinal);
    private readonly Dictionary<string, ReportPicture> whole = new(StringComparer.Ordinal);

    /// <summary>Whether a picture is known.</summary>
    public bool Has(string key) => byKey.ContainsKey(key);

    /// <summary>The original picture.</summary>
    public RgbImage Original(string key) => cache.Get(byKey[key]);

    /// <summary>
    /// The part of a picture that the model saw, in its own proportions: the file itself where it is a small upright JPEG that was seen whole,
    /// otherwise a reduced JPEG.
    /// </summary>
    public ReportPicture Whole(string key)
    {
        if (whole.TryGetValue(key, out ReportPicture? picture)) return picture;
        RgbImage image = Original(key);
        PixelBox seen = Seen(image, transform);
        picture = seen == new PixelBox(0, 0, image.Width, image.Height) && OriginalFile(byKey[key]) is { } bytes
            ? new ReportPicture(bytes)
            : Encode(image, seen, options.WholeSide, options.Quality, keepProportions: true);
        whole.Add(key, picture);
        return picture;
    }

    /// <summary>A box of the view as a part of <see cref="Whole"/>.</summary>
    public ReportBox Box(PixelBox inView)
    {
        double side = transform.Options.Side;
        return new ReportBox(inView.X / side, inView.Y / side, inView.Width / side, inView.Height / side);
    }

    /// <summary>The square around a box, cut from the original picture.</summary>
    /// <param name="key">The picture.</param>
    /// <param name="inView">The box in the model's view.</param>
    public ReportPicture Patch(string key, PixelBox inView) => Patch(Original(key), inView, transform, options.PatchSide, options.Quality);

    /// <summary>The part of a picture that the model saw, in its own proportions, as a JPEG of at most a side.</summary>
    internal static ReportPicture SeenPart(RgbImage image, PairedTransform transform, int side, int quality)
        => Encode(image, Seen(image, transform), side, quality, keepProportions: true);

    /// <summary>The square around a box of the view, cut from the original picture, as a JPEG.</summary>
    internal static ReportPicture Patch(RgbImage image, PixelBox inView, PairedTransform transform, int patchSide, int quality)
    {
        PixelBox box = transform.Evaluation(image.Width, image.Height).ToPicture(inView, transform.Options.Side, image.Width, image.Height);
        int shortSide = Math.Min(image.Width, image.Height);
        int side = Math.Min(shortSide, Math.Max(Math.Max(box.Width, box.Height), (int)Math.Round(SmallestPatch * shortSide)));
        int x = Math.Clamp(box.X + ((box.Width - side) / 2), 0, image.Width - side);
        int y = Math.Clamp(box.Y + ((box.Height - side) / 2), 0, image.Height - side);
        return Encode(image, new PixelBox(x, y, side, side), patchSide, quality, keepProportions: false);
    }

    private static PixelBox Seen(RgbImage image, PairedTransform transform)
    {
        int side = transform.Options.Side;
        return transform.Evaluation(image.Width, image.Height).ToPicture(new PixelBox(0, 0, side, side), side, image.Width, image.Height);
    }

    private byte[]? OriginalFile(Picture source)
    {
        if (source.ReadBytes(options.OriginalBytes) is not { } bytes) return null;
        ImageInfo info = cache.Codecs.Identify(bytes);
        return info is { Format: "JPEG", Orientation: ImageOrientation.Upright } ? bytes : null;
    }

    private static ReportPicture Encode(RgbImage image, PixelBox box, int side, int quality, bool keepProportions)
    {
        RgbImage part = box.Width == image.Width && box.Height == image.Height ? image : image.Crop(box);
        double scale = keepProportions ? Math.Min(1, side / (double)Math.Max(box.Width, box.Height)) : side / (double)box.Width;
        int width = Math.Max(1, (int)Math.Round(box.Width * scale));
        int height = Math.Max(1, (int)Math.Round(box.Height * scale));
        if (width != box.Width || height != box.Height) part = part.Resize(width, height, ResampleFilter.Bicubic);
        return new ReportPicture(JpegEncoder.Encode(part, quality));
    }
}
