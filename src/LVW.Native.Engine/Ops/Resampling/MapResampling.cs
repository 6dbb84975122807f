namespace LVW.Native.Engine.Ops.Resampling;

/// <summary>Resampling of single maps in main memory, for explanations; float64 inside, no gradient.</summary>
public static class MapResampling
{
    // Keys' parameter as PyTorch and OpenCV choose it; Pillow takes −0.5.
    private const double KeysParameter = -0.75;

    /// <summary>A map interpolated bilinearly.</summary>
    /// <param name="map">[rows, columns], row-major.</param>
    /// <param name="rows">Rows of the map.</param>
    /// <param name="columns">Columns of the map.</param>
    /// <param name="newRows">Rows of the result, at least 1.</param>
    /// <param name="newColumns">Columns of the result, at least 1.</param>
    /// <param name="alignCorners">Whether the centres of the corner pixels coincide (true) or the edges of the maps (false).</param>
    /// <returns>[newRows, newColumns], row-major.</returns>
    public static float[] Bilinear(ReadOnlySpan<float> map, int rows, int columns, int newRows, int newColumns, bool alignCorners = false)
    {
        Check("Bilinear", map.Length, rows, columns, newRows, newColumns);
        return Separable(
            map, columns, Linear(new ResizeAxis(rows, newRows, alignCorners)), Linear(new ResizeAxis(columns, newColumns, alignCorners)));
    }

    /// <summary>A map interpolated by Keys' cubic convolution with a = −0.75; the edges of the maps coincide, the border is repeated.</summary>
    /// <param name="map">[rows, columns], row-major.</param>
    /// <param name="rows">Rows of the map.</param>
    /// <param name="columns">Columns of the map.</param>
    /// <param name="newRows">Rows of the result, at least 1.</param>
    /// <param name="newColumns">Columns of the result, at least 1.</param>
    /// <returns>[newRows, newColumns], row-major; may leave the range of the map.</returns>
    public static float[] Bicubic(ReadOnlySpan<float> map, int rows, int columns, int newRows, int newColumns)
    {
        Check("Bicubic", map.Length, rows, columns, newRows, newColumns);
        return Separable(map, columns, Cubic(rows, newRows), Cubic(columns, newColumns));
    }

    private static void Check(string op, int count, int rows, int columns, int newRows, int newColumns)
    {
        if (rows < 1 || columns < 1 || newRows < 1 || newColumns < 1 || count != (long)rows * columns)
        {
            throw new ArgumentException(
                $"MapResampling.{op}: {count} values as a map of {rows} × {columns} to {newRows} × {newColumns}. All sizes must be at least 1 and the values must fill the map.");
        }
    }

    private static Tap[][] Linear(ResizeAxis axis)
    {
        var taps = new Tap[axis.Target][];
        for (int i = 0; i < taps.Length; i++)
        {
            double position = axis.Position(i);
            int low = (int)position;
            taps[i] = [new Tap(low, low + 1 - position), new Tap(Math.Min(low + 1, axis.Source - 1), position - low)];
        }

        return taps;
    }

    // Keys, "Cubic convolution interpolation for digital image processing", 1981, equation (4).
    private static Tap[][] Cubic(int source, int target)
    {
        var taps = new Tap[target][];
        for (int i = 0; i < target; i++)
        {
            double position = ((i + 0.5) * source / target) - 0.5;
            int low = (int)Math.Floor(position);
            taps[i] = new Tap[4];
            for (int k = 0; k < 4; k++)
            {
                int place = low - 1 + k;
                taps[i][k] = new Tap(Math.Clamp(place, 0, source - 1), CubicWeight(Math.Abs(position - place)));
            }
        }

        return taps;
    }

    private static double CubicWeight(double distance)
    {
        const double A = KeysParameter;
        double d = distance;
        if (d <= 1) return (((((A + 2) * d) - (A + 3)) * d) * d) + 1;
        return d < 2 ? ((((((d - 5) * d) + 8) * d) - 4) * A) : 0;
    }

    private static float[] Separable(ReadOnlySpan<float> map, int columns, Tap[][] down, Tap[][] across)
    {
        float[] result = new float[down.Length * across.Length];
        double[] line = new double[columns];
        for (int i = 0; i < down.Length; i++)
        {
            Array.Clear(line);
            foreach (Tap tap in down[i])
            {
                for (int j = 0; j < columns; j++) line[j] += tap.Weight * map[(tap.Place * columns) + j];
            }

            for (int j = 0; j < across.Length; j++)
            {
                double sum = 0;
                foreach (Tap tap in across[j]) sum += tap.Weight * line[tap.Place];
                result[(i * across.Length) + j] = (float)sum;
            }
        }

        return result;
    }

    private readonly record struct Tap(int Place, double Weight);
}
