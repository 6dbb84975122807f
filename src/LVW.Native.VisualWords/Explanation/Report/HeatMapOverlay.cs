using LVW.Native.VisualWords.Explanation.Report.Components;

namespace LVW.Native.VisualWords.Explanation.Report;

/// <summary>Turns a coarse map of values into a small transparent picture that a page lays over the picture it belongs to.</summary>
/// <remarks>The page holds each test picture once and lays maps of a few kilobytes over it, instead of one blended picture per word.</remarks>
public static class HeatMapOverlay
{
    private const int Scale = 6;

    // Dark and dense where the value is low, light and clear where it is high: the eye is led to the place and still sees it.
    private static readonly (double At, double R, double G, double B, double A)[] Stops =
    [
        (0.00, 14, 8, 38, 0.56),
        (0.30, 66, 14, 92, 0.52),
        (0.55, 176, 42, 88, 0.47),
        (0.78, 244, 124, 40, 0.42),
        (1.00, 255, 232, 120, 0.36),
    ];

    /// <summary>Colours a map min-max scaled to [0, 1], enlarged bilinearly with half-pixel centres.</summary>
    /// <param name="values">Row-major values, <paramref name="height"/> × <paramref name="width"/>; a constant map becomes all low.</param>
    /// <param name="height">Rows of the map, at least 1.</param>
    /// <param name="width">Columns of the map, at least 1.</param>
    public static ReportPicture Encode(ReadOnlySpan<float> values, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (values.Length != height * width)
            throw new ArgumentException($"HeatMapOverlay: {values.Length} values do not fill a map of [{height}, {width}].", nameof(values));

        float low = float.PositiveInfinity, high = float.NegativeInfinity;
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
                throw new ArgumentException($"HeatMapOverlay: the map of [{height}, {width}] holds {value}. Only finite values can be drawn.", nameof(values));
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        int outWidth = width * Scale, outHeight = height * Scale;
        var pixels = new byte[outWidth * outHeight * 4];
        for (var y = 0; y < outHeight; y++)
        {
            for (var x = 0; x < outWidth; x++)
            {
                var value = Bilinear(values, height, width, ((y + 0.5) / Scale) - 0.5, ((x + 0.5) / Scale) - 0.5);
                Colour(high > low ? (value - low) / (high - low) : 0, pixels.AsSpan(((y * outWidth) + x) * 4, 4));
            }
        }

        return new ReportPicture(RgbaPng.Encode(pixels, outWidth, outHeight));
    }

    private static double Bilinear(ReadOnlySpan<float> values, int height, int width, double y, double x)
    {
        y = Math.Clamp(y, 0, height - 1);
        x = Math.Clamp(x, 0, width - 1);
        int y0 = (int)y, x0 = (int)x;
        int y1 = Math.Min(y0 + 1, height - 1), x1 = Math.Min(x0 + 1, width - 1);
        double dy = y - y0, dx = x - x0;
        var top = (values[(y0 * width) + x0] * (1 - dx)) + (values[(y0 * width) + x1] * dx);
        var bottom = (values[(y1 * width) + x0] * (1 - dx)) + (values[(y1 * width) + x1] * dx);
        return (top * (1 - dy)) + (bottom * dy);
    }

    private static void Colour(double t, Span<byte> rgba)
    {
        var i = 1;
        while (i < Stops.Length - 1 && t > Stops[i].At)
            i++;
        var (a, b) = (Stops[i - 1], Stops[i]);
        var u = Math.Clamp((t - a.At) / (b.At - a.At), 0, 1);
        rgba[0] = (byte)Math.Round(a.R + (u * (b.R - a.R)));
        rgba[1] = (byte)Math.Round(a.G + (u * (b.G - a.G)));
        rgba[2] = (byte)Math.Round(a.B + (u * (b.B - a.B)));
        rgba[3] = (byte)Math.Round(255 * (a.A + (u * (b.A - a.A))));
    }
}
