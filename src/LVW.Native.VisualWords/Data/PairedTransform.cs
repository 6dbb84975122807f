using LVW.Native.Engine.Randomness;
using LVW.Native.Imaging;
using LVW.Native.Imaging.Resampling;

namespace LVW.Native.VisualWords.Data;

/// <summary>
/// Chooses views of pictures and renders them. One view decides picture and attention together: what is flipped is flipped in both.
/// </summary>
/// <param name="options">Sizes and variation.</param>
/// <param name="normalization">How bytes become input.</param>
public sealed class PairedTransform(ViewOptions options, PixelNormalization normalization)
{
    // torchvision's RandomResizedCrop gives up after ten draws that do not fit.
    private const int CropAttempts = 10;
    private const int MostElongated = 64;

    /// <summary>Sizes and variation.</summary>
    public ViewOptions Options => options;

    /// <summary>How bytes become input.</summary>
    public PixelNormalization Normalization => normalization;

    /// <summary>
    /// The view used to evaluate: short side resized and the centre cropped, or the whole picture stretched. A crop that is larger than the
    /// resized picture has a black frame.
    /// </summary>
    public PictureView Evaluation(int width, int height)
    {
        if (options.ResizeSide == 0) return new PictureView(options.Side, options.Side, new PixelBox(0, 0, options.Side, options.Side));
        if (Math.Max(width, height) > MostElongated * (long)Math.Min(width, height)) return OfElongated(width, height);
        int resizedWidth = width <= height ? options.ResizeSide : (int)((long)options.ResizeSide * width / height);
        int resizedHeight = width <= height ? (int)((long)options.ResizeSide * height / width) : options.ResizeSide;
        return new PictureView(resizedWidth, resizedHeight, new PixelBox(Middle(resizedWidth), Middle(resizedHeight), options.Side, options.Side));
    }

    /// <summary>Draws a view to train on.</summary>
    /// <param name="width">The picture's width.</param>
    /// <param name="height">The picture's height.</param>
    /// <param name="random">The picture's own stream; always the same number of draws for the same picture.</param>
    public PictureView Draw(int width, int height, Philox random)
    {
        PictureView view = options.MinimumArea < 1
            ? new PictureView(width, height, RandomCrop(width, height, random))
            : Evaluation(width, height);
        return view with
        {
            Flipped = random.NextUniform() < options.Flip,
            Brightness = Around(options.Brightness, random),
            Contrast = Around(options.Contrast, random),
            Saturation = Around(options.Saturation, random),
        };
    }

    /// <summary>Renders a view to bytes: the picture that a person would see.</summary>
    public RgbImage Render(RgbImage picture, in PictureView view)
    {
        ArgumentNullException.ThrowIfNull(picture);
        RgbImage image = picture;
        if (image.Width != view.ResizedWidth || image.Height != view.ResizedHeight) image = image.Resize(view.ResizedWidth, view.ResizedHeight);
        if (view.Crop.Width != image.Width || view.Crop.Height != image.Height) image = Cut(image, view.Crop);
        if (image.Width != options.Side || image.Height != options.Side) image = image.Resize(options.Side, options.Side);
        return view.Flipped ? image.FlipHorizontal() : image;
    }

    /// <summary>Renders a view to normalised input, [side, side, 3].</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="view">The view.</param>
    /// <param name="pixels">side · side · 3 values.</param>
    public void Render(RgbImage picture, in PictureView view, Span<float> pixels)
    {
        RgbImage image = Render(picture, view);
        if (view is { Brightness: 1, Contrast: 1, Saturation: 1 }) Normalize(image.Pixels, pixels);
        else ColourJitter.Apply(image.Pixels, view, normalization, pixels);
    }

    // torchvision's CenterCrop: ties go to the even pixel, and the odd line of a frame goes to its right and bottom.
    private int Middle(int length) => length >= options.Side ? (int)Math.Round((length - options.Side) / 2.0) : -((options.Side - length) / 2);

    private static RgbImage Cut(RgbImage image, PixelBox box)
    {
        PixelBox inside = box.Clamp(image.Width, image.Height);
        if (inside == box) return image.Crop(box);
        var framed = new RgbImage(box.Width, box.Height);
        for (int y = 0; y < inside.Height; y++)
        {
            image.Row(inside.Y + y).Slice(inside.X * 3, inside.Width * 3).CopyTo(framed.Row(inside.Y - box.Y + y)[((inside.X - box.X) * 3)..]);
        }

        return framed;
    }

    // Resizing a strip as a whole would take memory for what is cropped away; the centre alone shows the same.
    private PictureView OfElongated(int width, int height)
    {
        int crop = Math.Max(1, (int)Math.Round(Math.Min(width, height) * Math.Min(1.0, options.Side / (double)options.ResizeSide)));
        return new PictureView(width, height, new PixelBox((width - crop) / 2, (height - crop) / 2, crop, crop));
    }

    private static float Around(double range, Philox random)
    {
        float draw = random.NextUniform(-1, 1);
        return range == 0 ? 1 : (float)(1 + (range * draw));
    }

    // Area uniform in [minimum, 1], aspect log-uniform; falls back to the largest central crop of a legal aspect.
    private PixelBox RandomCrop(int width, int height, Philox random)
    {
        double logAspect = Math.Log(options.MaximumAspect);
        for (int attempt = 0; attempt < CropAttempts; attempt++)
        {
            double area = width * (double)height * random.NextUniform((float)options.MinimumArea, 1);
            double aspect = Math.Exp(random.NextUniform((float)-logAspect, (float)logAspect));
            int cropWidth = (int)Math.Round(Math.Sqrt(area * aspect));
            int cropHeight = (int)Math.Round(Math.Sqrt(area / aspect));
            if (cropWidth < 1 || cropHeight < 1 || cropWidth > width || cropHeight > height) continue;
            return new PixelBox(random.NextInt(width - cropWidth + 1), random.NextInt(height - cropHeight + 1), cropWidth, cropHeight);
        }

        double given = width / (double)height;
        int fallbackWidth = given > options.MaximumAspect ? (int)Math.Round(height * options.MaximumAspect) : width;
        int fallbackHeight = given < 1 / options.MaximumAspect ? (int)Math.Round(width * options.MaximumAspect) : height;
        return new PixelBox((width - fallbackWidth) / 2, (height - fallbackHeight) / 2, fallbackWidth, fallbackHeight);
    }

    private void Normalize(ReadOnlySpan<byte> bytes, Span<float> pixels)
    {
        ReadOnlySpan<float> table = normalization.Table;
        for (int i = 0; i + 2 < bytes.Length; i += 3)
        {
            pixels[i] = table[bytes[i]];
            pixels[i + 1] = table[256 + bytes[i + 1]];
            pixels[i + 2] = table[512 + bytes[i + 2]];
        }
    }
}
