namespace LVW.Native.Imaging.Drawing;

/// <summary>Simple marks on pictures.</summary>
public static class Shapes
{
    /// <summary>Draws the outline of a box, inwards from its edges; what lies outside the picture is left out.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="box">The box, at least one pixel wide and high; it may reach beyond the picture.</param>
    /// <param name="colour">Colour of the line.</param>
    /// <param name="thickness">Width of the line in pixels, at least 1.</param>
    /// <returns>A new picture.</returns>
    public static RgbImage Outline(this RgbImage image, PixelBox box, Rgb colour, int thickness = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(thickness, 1);
        if (box.Width < 1 || box.Height < 1)
        {
            throw new ArgumentException($"Outline: the box {box.Width}×{box.Height} has no pixels.", nameof(box));
        }

        var result = new RgbImage(image.Width, image.Height, (byte[])image.Pixels.Clone());
        long right = (long)box.X + box.Width;
        long bottom = (long)box.Y + box.Height;
        long innerTop = Math.Min((long)box.Y + thickness, bottom);
        long innerBottom = Math.Max(bottom - thickness, innerTop);
        Fill(result, box.X, box.Y, right, innerTop, colour);
        Fill(result, box.X, innerBottom, right, bottom, colour);
        Fill(result, box.X, innerTop, Math.Min((long)box.X + thickness, right), innerBottom, colour);
        Fill(result, Math.Max(right - thickness, box.X), innerTop, right, innerBottom, colour);
        return result;
    }

    /// <summary>Paints columns x0 to x1 − 1 of rows y0 to y1 − 1, as far as they are within the picture.</summary>
    internal static void Fill(RgbImage image, long x0, long y0, long x1, long y1, Rgb colour)
    {
        int left = (int)Math.Clamp(x0, 0, image.Width);
        int right = (int)Math.Clamp(x1, 0, image.Width);
        int top = (int)Math.Clamp(y0, 0, image.Height);
        int bottom = (int)Math.Clamp(y1, 0, image.Height);
        for (int y = top; y < bottom; y++)
        {
            Span<byte> row = image.Row(y);
            for (int x = left; x < right; x++)
            {
                row[3 * x] = colour.R;
                row[(3 * x) + 1] = colour.G;
                row[(3 * x) + 2] = colour.B;
            }
        }
    }
}
