using LVW.Native.Imaging;
using LVW.Native.VisualWords.Losses;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>Enlarges maps of a feature grid to the picture's size.</summary>
internal static class MapResampling
{
    /// <summary>Bilinear, with half-pixel centres or corners on corners.</summary>
    public static FloatMap Bilinear(ReadOnlySpan<float> map, int height, int width, int side, bool alignCorners = false)
    {
        var target = new FloatMap(side, side);
        Largest(map, 1, new BilinearAxis(height, side, alignCorners), new BilinearAxis(width, side, alignCorners), target.Values);
        return target;
    }

    /// <summary>The pixel-wise maximum of several maps, each enlarged bilinearly.</summary>
    /// <param name="maps">The maps one after the other, each rows.Source · columns.Source cells.</param>
    /// <param name="count">Number of maps, at least 1.</param>
    /// <param name="rows">Where target rows read.</param>
    /// <param name="columns">Where target columns read.</param>
    /// <param name="target">rows.Target · columns.Target pixels.</param>
    public static void Largest(ReadOnlySpan<float> maps, int count, BilinearAxis rows, BilinearAxis columns, Span<float> target)
    {
        int width = columns.Target;
        float[] stretched = new float[rows.Source * width];
        for (int k = 0; k < count; k++)
        {
            ReadOnlySpan<float> map = maps.Slice(k * rows.Source * columns.Source, rows.Source * columns.Source);
            for (int y = 0; y < rows.Source; y++)
            {
                ReadOnlySpan<float> cells = map.Slice(y * columns.Source, columns.Source);
                Span<float> stretch = stretched.AsSpan(y * width, width);
                for (int x = 0; x < width; x++)
                {
                    float left = cells[columns.Low[x]];
                    stretch[x] = left + ((cells[columns.High[x]] - left) * columns.Share[x]);
                }
            }

            for (int y = 0; y < rows.Target; y++)
            {
                ReadOnlySpan<float> low = stretched.AsSpan(rows.Low[y] * width, width);
                ReadOnlySpan<float> high = stretched.AsSpan(rows.High[y] * width, width);
                Span<float> row = target.Slice(y * width, width);
                float share = rows.Share[y];
                for (int x = 0; x < width; x++)
                {
                    float value = low[x] + ((high[x] - low[x]) * share);
                    row[x] = k == 0 ? value : Math.Max(row[x], value);
                }
            }
        }
    }

    /// <summary>Bicubic with a = −0.75 and half-pixel centres; may overshoot the map's range.</summary>
    public static FloatMap Bicubic(ReadOnlySpan<float> map, int height, int width, int side)
    {
        var rows = new CubicAxis(height, side);
        var columns = new CubicAxis(width, side);
        float[] stretched = new float[height * side];
        for (int y = 0; y < height; y++)
        {
            ReadOnlySpan<float> cells = map.Slice(y * width, width);
            for (int x = 0; x < side; x++)
            {
                float sum = 0;
                for (int t = 4 * x; t < 4 * (x + 1); t++) sum += columns.Weights[t] * cells[columns.Cells[t]];
                stretched[(y * side) + x] = sum;
            }
        }

        var target = new FloatMap(side, side);
        for (int y = 0; y < side; y++)
        {
            Span<float> row = target.Row(y);
            for (int t = 4 * y; t < 4 * (y + 1); t++)
            {
                ReadOnlySpan<float> source = stretched.AsSpan(rows.Cells[t] * side, side);
                float weight = rows.Weights[t];
                for (int x = 0; x < side; x++) row[x] += weight * source[x];
            }
        }

        return target;
    }
}
