namespace LVW.Native.Imaging;

/// <summary>Crops, flips and quarter turns, of pictures and maps alike.</summary>
public static class ImageGeometry
{
    /// <summary>Cuts out a box.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="box">The box; it must lie within the picture (<see cref="PixelBox.Clamp"/> makes it so).</param>
    /// <returns>A new picture of the box's size.</returns>
    public static RgbImage Crop(this RgbImage image, PixelBox box)
    {
        CheckBox(box, image.Width, image.Height);
        var result = new RgbImage(box.Width, box.Height);
        for (int y = 0; y < box.Height; y++) image.Row(box.Y + y).Slice(box.X * 3, box.Width * 3).CopyTo(result.Row(y));
        return result;
    }

    /// <summary>Cuts out a box.</summary>
    /// <param name="map">The map.</param>
    /// <param name="box">The box; it must lie within the map.</param>
    /// <returns>A new map of the box's size.</returns>
    public static FloatMap Crop(this FloatMap map, PixelBox box)
    {
        CheckBox(box, map.Width, map.Height);
        var result = new FloatMap(box.Width, box.Height);
        for (int y = 0; y < box.Height; y++) map.Row(box.Y + y).Slice(box.X, box.Width).CopyTo(result.Row(y));
        return result;
    }

    /// <summary>Mirrors left and right: <c>y[r, c] = x[r, W − 1 − c]</c>.</summary>
    /// <param name="image">The picture.</param>
    /// <returns>A new picture.</returns>
    public static RgbImage FlipHorizontal(this RgbImage image) => image.Orient(ImageOrientation.FlipHorizontal);

    /// <summary>Mirrors left and right: <c>y[r, c] = x[r, W − 1 − c]</c>.</summary>
    /// <param name="map">The map.</param>
    /// <returns>A new map.</returns>
    public static FloatMap FlipHorizontal(this FloatMap map)
    {
        var result = new FloatMap(map.Width, map.Height);
        for (int y = 0; y < map.Height; y++)
        {
            map.Row(y).CopyTo(result.Row(y));
            result.Row(y).Reverse();
        }

        return result;
    }

    /// <summary>Turns or mirrors a picture as an EXIF orientation asks.</summary>
    /// <param name="image">The picture as stored.</param>
    /// <param name="orientation">What is to be done to it.</param>
    /// <returns>A new picture, or <paramref name="image"/> itself where nothing is to be done.</returns>
    public static RgbImage Orient(this RgbImage image, ImageOrientation orientation)
    {
        if (orientation is <= ImageOrientation.Upright or > ImageOrientation.Rotate270) return image;
        bool swap = orientation >= ImageOrientation.Transpose;
        int width = image.Width;
        int height = image.Height;
        bool mirrorX = orientation is ImageOrientation.FlipHorizontal or ImageOrientation.Rotate180
            or ImageOrientation.Transverse or ImageOrientation.Rotate270;
        bool mirrorY = orientation is ImageOrientation.Rotate180 or ImageOrientation.FlipVertical
            or ImageOrientation.Transverse or ImageOrientation.Rotate90;

        // Source pixel = origin + column · across + row · down, counted in pixels.
        int origin = (mirrorX ? width - 1 : 0) + (mirrorY ? (height - 1) * width : 0);
        int stepX = mirrorX ? -1 : 1;
        int stepY = mirrorY ? -width : width;
        var result = swap ? new RgbImage(height, width) : new RgbImage(width, height);
        (int across, int down) = swap ? (stepY, stepX) : (stepX, stepY);
        byte[] source = image.Pixels;
        for (int y = 0; y < result.Height; y++)
        {
            Span<byte> row = result.Row(y);
            int at = (origin + (y * down)) * 3;
            for (int x = 0; x < row.Length; x += 3, at += across * 3)
            {
                row[x] = source[at];
                row[x + 1] = source[at + 1];
                row[x + 2] = source[at + 2];
            }
        }

        return result;
    }

    private static void CheckBox(PixelBox box, int width, int height)
    {
        if (box.X < 0 || box.Y < 0 || box.Width < 1 || box.Height < 1 || box.X > width - box.Width || box.Y > height - box.Height)
        {
            throw new ArgumentException(
                $"Crop: the box ({box.X}, {box.Y}, {box.Width}×{box.Height}) does not lie within the picture ({width}×{height}). Use PixelBox.Clamp.",
                nameof(box));
        }
    }
}
