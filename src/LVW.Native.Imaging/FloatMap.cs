namespace LVW.Native.Imaging;

/// <summary>One float per place: an attention or similarity map, row by row from the top left.</summary>
public sealed class FloatMap
{
    /// <summary>Creates a map of zeros.</summary>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    public FloatMap(int width, int height)
        : this(width, height, new float[checked(width * height)])
    {
    }

    /// <summary>Wraps existing values without copying them.</summary>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="values">Exactly <c>width · height</c> values.</param>
    public FloatMap(int width, int height, float[] values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentNullException.ThrowIfNull(values);
        if (values.LongLength != (long)width * height)
        {
            throw new ArgumentException(
                $"FloatMap: {width}×{height} needs {(long)width * height} values but {values.LongLength} were given.", nameof(values));
        }

        Width = width;
        Height = height;
        Values = values;
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>The values: place (x, y) is at <c>y · Width + x</c>.</summary>
    public float[] Values { get; }

    /// <summary>The values of row <paramref name="y"/>.</summary>
    public Span<float> Row(int y) => Values.AsSpan(y * Width, Width);
}
