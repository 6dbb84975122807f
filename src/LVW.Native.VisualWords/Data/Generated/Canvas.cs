using LVW.Native.Imaging;

namespace LVW.Native.VisualWords.Data.Generated;

/// <summary>A square picture being painted, with the part that each pixel shows.</summary>
internal sealed class Canvas
{
    private const sbyte NoPart = -1;

    private readonly Rasterizer rasterizer;
    private readonly float[] mask;
    private Shape? masked;

    public Canvas(int side)
    {
        Side = side;
        Pixels = new float[side * side * 3];
        Parts = new sbyte[side * side];
        Array.Fill(Parts, NoPart);
        mask = new float[side * side];
        rasterizer = new Rasterizer(side);
    }

    public int Side { get; }

    /// <summary>RGB, 0 to 255, row by row.</summary>
    public float[] Pixels { get; }

    /// <summary>The <see cref="ScenePart"/> of the last layer that covered at least half of the pixel, −1 where that was no part.</summary>
    public sbyte[] Parts { get; }

    /// <summary>Paints shapes one over the other: pixel ← pixel + coverage · alpha · (colour − pixel).</summary>
    public void Paint(IEnumerable<Layer> layers, Affine map, ScenePart? omitted = null)
    {
        foreach (Layer layer in layers)
        {
            if (layer.Part is { } part && part == omitted) continue;
            if (layer.Clip is not null && !ReferenceEquals(layer.Clip, masked))
            {
                Array.Clear(mask);
                rasterizer.Scan(layer.Clip.Transformed(map), Mask);
                masked = layer.Clip;
            }

            Blend(layer, layer.Shape.Transformed(map));
        }
    }

    public RgbImage ToImage()
    {
        var image = new RgbImage(Side, Side);
        for (int i = 0; i < Pixels.Length; i++) image.Pixels[i] = (byte)(Math.Clamp(Pixels[i], 0f, 255f) + 0.5f);
        return image;
    }

    private void Mask(int y, int x0, ReadOnlySpan<float> coverage) => coverage.CopyTo(mask.AsSpan((y * Side) + x0));

    private void Blend(Layer layer, Shape shape)
    {
        Paint paint = layer.Paint;
        sbyte part = (sbyte?)layer.Part ?? NoPart;
        bool clipped = layer.Clip is not null;
        (double left, double top, double right, double bottom) = Rasterizer.Bounds(shape);
        double centreX = (left + right) / 2, centreY = (top + bottom) / 2;
        double perWidth = 2 / Math.Max(right - left, 1e-6), perHeight = 2 / Math.Max(bottom - top, 1e-6);
        rasterizer.Scan(shape, (y, x0, coverage) =>
        {
            double v = (y + 0.5 - centreY) * perHeight;
            Colour colour = paint.Top.Mix(paint.Bottom, Math.Clamp((v + 1) / 2, 0, 1));
            int first = (y * Side) + x0;
            Span<float> rgb = Pixels.AsSpan(first * 3, coverage.Length * 3);
            for (int i = 0; i < coverage.Length; i++, rgb = rgb[3..])
            {
                float alpha = coverage[i] * paint.Alpha;
                if (alpha < 1e-4f) continue;
                if (clipped) alpha *= mask[first + i];
                if (paint.Soft)
                {
                    double u = (x0 + i + 0.5 - centreX) * perWidth;
                    float fall = (float)Math.Max(1 - (u * u) - (v * v), 0);
                    alpha *= fall * fall;
                }

                rgb[0] += alpha * (colour.R - rgb[0]);
                rgb[1] += alpha * (colour.G - rgb[1]);
                rgb[2] += alpha * (colour.B - rgb[2]);
                if (alpha >= 0.5f) Parts[first + i] = part;
            }
        });
    }
}
