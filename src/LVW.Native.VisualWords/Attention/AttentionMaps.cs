namespace LVW.Native.VisualWords.Attention;

/// <summary>Attention maps over a feature grid, one for each picture, in [0, 1].</summary>
/// <param name="Count">N, pictures.</param>
/// <param name="Height">h, rows of the grid.</param>
/// <param name="Width">w, columns of the grid.</param>
/// <param name="Values">N·h·w values, row by row.</param>
public sealed record AttentionMaps(int Count, int Height, int Width, float[] Values)
{
    /// <summary>The map of a picture.</summary>
    public ReadOnlySpan<float> this[int picture] => Values.AsSpan(picture * Height * Width, Height * Width);

    /// <summary>Clamps at 0, subtracts the minimum and divides by the maximum, map by map; a map that is nowhere positive becomes 0.</summary>
    internal static void Normalize(Span<float> values, int cells)
    {
        for (int start = 0; start < values.Length; start += cells)
        {
            Span<float> map = values.Slice(start, cells);
            float least = float.PositiveInfinity;
            float most = 0;
            foreach (ref float value in map)
            {
                value = Math.Max(value, 0);
                least = Math.Min(least, value);
                most = Math.Max(most, value);
            }

            float range = most - least;
            foreach (ref float value in map) value = range > 0 ? (value - least) / range : 0;
        }
    }
}
