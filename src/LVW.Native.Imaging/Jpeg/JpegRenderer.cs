namespace LVW.Native.Imaging.Jpeg;

/// <summary>Makes the picture of a decoded frame, row by row: upsampling, then colour.</summary>
internal static class JpegRenderer
{
    /// <summary>What the components mean.</summary>
    public enum ColourSpace
    {
        Grey,
        Rgb,
        YCbCr,
        Cmyk,
        Ycck,
    }

    /// <summary>Tells the colour space by the rules of libjpeg: JFIF first, then Adobe's segment, then the component identifiers.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="jfif">Whether a JFIF segment was seen.</param>
    /// <param name="adobeTransform">The transform of Adobe's segment; null without one.</param>
    public static ColourSpace Detect(JpegFrame frame, bool jfif, int? adobeTransform)
    {
        JpegComponent[] c = frame.Components;
        if (c.Length == 1) return ColourSpace.Grey;
        if (c.Length == 4) return adobeTransform is null or 0 ? ColourSpace.Cmyk : ColourSpace.Ycck;
        if (jfif) return ColourSpace.YCbCr;
        if (adobeTransform is not null) return adobeTransform == 0 ? ColourSpace.Rgb : ColourSpace.YCbCr;
        return c[0].Id == 'R' && c[1].Id == 'G' && c[2].Id == 'B' ? ColourSpace.Rgb : ColourSpace.YCbCr;
    }

    /// <summary>Makes the picture.</summary>
    public static RgbImage Render(JpegFrame frame, ColourSpace space)
    {
        var image = new RgbImage(frame.Width, frame.Height);
        JpegUpsampler[] planes = Array.ConvertAll(frame.Components, c => new JpegUpsampler(c, frame));
        int width = frame.Width;
        for (int y = 0; y < frame.Height; y++)
        {
            Span<byte> row = image.Row(y);
            ReadOnlySpan<byte> first = planes[0].Row(y);
            if (space == ColourSpace.Grey)
            {
                JpegColour.GreyToRgb(first, width, row);
                continue;
            }

            ReadOnlySpan<byte> second = planes[1].Row(y);
            ReadOnlySpan<byte> third = planes[2].Row(y);
            if (space is ColourSpace.YCbCr or ColourSpace.Ycck)
            {
                // Whole groups of eight may run into the next row, which is written after this one.
                JpegColour.YccToRgb(first, second, third, width, image.Pixels.AsSpan(y * width * 3));
            }
            else
            {
                JpegColour.Interleave(first, second, third, width, row);
            }

            if (space == ColourSpace.Ycck) JpegColour.Complement(row);
            if (space is ColourSpace.Cmyk or ColourSpace.Ycck) JpegColour.CmykToRgb(row, planes[3].Row(y), width);
        }

        return image;
    }
}
