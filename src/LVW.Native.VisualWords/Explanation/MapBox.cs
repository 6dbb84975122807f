using LVW.Native.Engine.Ops.Resampling;
using LVW.Native.Imaging;

namespace LVW.Native.VisualWords.Explanation;

/// <summary>The tight box of a word in a picture: around all pixels at or above the 95th percentile of the enlarged similarity map.</summary>
public static class MapBox
{
    private const double Percentile = 0.95;

    /// <summary>Enlarges a map bicubically (a = −0.75, half-pixel centres) and boxes its highest pixels, as Chen et al. 2019 do.</summary>
    /// <param name="map">Similarity at each cell.</param>
    /// <param name="side">Side of the view in pixels.</param>
    /// <returns>The box in the view.</returns>
    public static PixelBox Around(FloatMap map, int side)
    {
        ArgumentNullException.ThrowIfNull(map);
        float[] pixels = MapResampling.Bicubic(map.Values, map.Height, map.Width, side, side);
        float threshold = Threshold(pixels);
        (int left, int top, int right, int bottom) = (side, side, 0, 0);
        for (int y = 0; y < side; y++)
        {
            ReadOnlySpan<float> row = pixels.AsSpan(y * side, side);
            for (int x = 0; x < side; x++)
            {
                if (row[x] < threshold) continue;
                left = Math.Min(left, x);
                right = Math.Max(right, x + 1);
                top = Math.Min(top, y);
                bottom = Math.Max(bottom, y + 1);
            }
        }

        return new PixelBox(left, top, right - left, bottom - top);
    }

    // The percentile between two order statistics lies on the line through them; pixels at or above it are those from the upper one on.
    private static float Threshold(float[] values)
    {
        float[] sorted = [.. values];
        Array.Sort(sorted);
        return sorted[(int)Math.Ceiling(Percentile * (sorted.Length - 1))];
    }
}
