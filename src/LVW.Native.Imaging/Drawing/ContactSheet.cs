using LVW.Native.Imaging.Resampling;

namespace LVW.Native.Imaging.Drawing;

/// <summary>Many pictures on one, in rows and columns of equal cells.</summary>
public static class ContactSheet
{
    /// <summary>Lays out pictures from left to right and top to bottom.</summary>
    /// <param name="images">
    /// The pictures, at least one; each is shrunk or enlarged to fit its cell, with its proportions kept, and centred.
    /// </param>
    /// <param name="columns">Pictures per row, at least 1.</param>
    /// <param name="cellWidth">Width of a cell in pixels, at least 1.</param>
    /// <param name="cellHeight">Height of a cell in pixels, at least 1.</param>
    /// <param name="margin">Pixels around and between the cells, at least 0.</param>
    /// <param name="background">Colour of margins and of what pictures leave free in their cells; white if null.</param>
    /// <param name="filter">How pictures are resized.</param>
    /// <returns>A new picture.</returns>
    public static RgbImage Compose(
        IReadOnlyList<RgbImage> images,
        int columns,
        int cellWidth,
        int cellHeight,
        int margin = 4,
        Rgb? background = null,
        ResampleFilter filter = ResampleFilter.Bilinear)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.Count == 0) throw new ArgumentException("ContactSheet: there are no pictures.", nameof(images));
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(cellWidth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(cellHeight, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(margin);
        columns = Math.Min(columns, images.Count);
        int rows = (images.Count + columns - 1) / columns;
        var sheet = new RgbImage(checked((columns * (cellWidth + margin)) + margin), checked((rows * (cellHeight + margin)) + margin));
        Shapes.Fill(sheet, 0, 0, sheet.Width, sheet.Height, background ?? new Rgb(255, 255, 255));
        for (int i = 0; i < images.Count; i++)
        {
            RgbImage fitted = Fit(images[i], cellWidth, cellHeight, filter);
            int x = margin + (i % columns * (cellWidth + margin)) + ((cellWidth - fitted.Width) / 2);
            int y = margin + (i / columns * (cellHeight + margin)) + ((cellHeight - fitted.Height) / 2);
            for (int r = 0; r < fitted.Height; r++) fitted.Row(r).CopyTo(sheet.Row(y + r)[(3 * x)..]);
        }

        return sheet;
    }

    private static RgbImage Fit(RgbImage image, int cellWidth, int cellHeight, ResampleFilter filter)
    {
        double scale = Math.Min((double)cellWidth / image.Width, (double)cellHeight / image.Height);
        int width = Math.Clamp((int)Math.Round(image.Width * scale), 1, cellWidth);
        int height = Math.Clamp((int)Math.Round(image.Height * scale), 1, cellHeight);
        return width == image.Width && height == image.Height ? image : image.Resize(width, height, filter);
    }
}
