using System.Numerics;
using LVW.Native.VisualWords.Losses;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>Merges maps of a feature grid at the picture's size; thousands of pictures with ten maps each pass through here.</summary>
internal static class MapMaximum
{
    /// <summary>The pixel-wise maximum of several maps, each enlarged bilinearly.</summary>
    /// <param name="maps">The maps one after the other, each rows.Source · columns.Source cells.</param>
    /// <param name="count">Number of maps, at least 1.</param>
    /// <param name="rows">Where target rows read.</param>
    /// <param name="columns">Where target columns read.</param>
    /// <param name="target">rows.Target · columns.Target pixels.</param>
    public static void Enlarge(ReadOnlySpan<float> maps, int count, BilinearAxis rows, BilinearAxis columns, Span<float> target)
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
                Blend(low, high, rows.Share[y], target.Slice(y * width, width), overwrite: k == 0);
            }
        }
    }

    // row = max(row, low + (high − low)·share), or without the maximum for the first map.
    private static void Blend(ReadOnlySpan<float> low, ReadOnlySpan<float> high, float share, Span<float> row, bool overwrite)
    {
        int x = 0;
        for (; x + Vector<float>.Count <= row.Length; x += Vector<float>.Count)
        {
            Vector<float> start = new(low[x..]);
            Vector<float> value = start + ((new Vector<float>(high[x..]) - start) * share);
            (overwrite ? value : Vector.Max(value, new Vector<float>(row[x..]))).CopyTo(row[x..]);
        }

        for (; x < row.Length; x++)
        {
            float value = low[x] + ((high[x] - low[x]) * share);
            row[x] = overwrite ? value : Math.Max(row[x], value);
        }
    }
}
