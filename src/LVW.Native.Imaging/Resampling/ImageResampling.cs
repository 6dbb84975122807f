using System.Buffers;

namespace LVW.Native.Imaging.Resampling;

/// <summary>Resizes pictures and maps with the arithmetic of Pillow, bit for bit.</summary>
/// <remarks>
/// Two passes, along rows and then along columns; an axis that keeps its size is left alone. Bytes are rounded to bytes between the passes,
/// with weights of
/// 22 fraction bits; floats are summed in double and stored as float.
/// </remarks>
public static class ImageResampling
{
    /// <summary>Resizes a picture.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="width">New width in pixels, at least 1.</param>
    /// <param name="height">New height in pixels, at least 1.</param>
    /// <param name="filter">The kernel.</param>
    /// <param name="box">The part of the picture that becomes the result; all of it if null.</param>
    /// <returns>A new picture.</returns>
    public static RgbImage Resize(
        this RgbImage image, int width, int height, ResampleFilter filter = ResampleFilter.Bilinear, SourceBox? box = null)
        => Resize(image, width, height, filter, box, vectorized: true);

    /// <summary>Resizes a map.</summary>
    /// <param name="map">The map.</param>
    /// <param name="width">New width, at least 1.</param>
    /// <param name="height">New height, at least 1.</param>
    /// <param name="filter">The kernel.</param>
    /// <param name="box">The part of the map that becomes the result; all of it if null.</param>
    /// <returns>A new map.</returns>
    public static FloatMap Resize(
        this FloatMap map, int width, int height, ResampleFilter filter = ResampleFilter.Bilinear, SourceBox? box = null)
    {
        SourceBox source = CheckArguments(map.Width, map.Height, width, height, box);
        AxisWeights? across = Axis(map.Width, source.Left, source.Right, width, filter);
        AxisWeights? down = Axis(map.Height, source.Top, source.Bottom, height, filter);
        float[] values = map.Values;
        int columns = map.Width;
        if (across is not null)
        {
            values = FloatPasses.Horizontal(values, columns, map.Height, across);
            columns = width;
        }

        if (down is not null) values = FloatPasses.Vertical(values, columns, down);
        return new FloatMap(width, height, ReferenceEquals(values, map.Values) ? (float[])values.Clone() : values);
    }

    internal static RgbImage Resize(RgbImage image, int width, int height, ResampleFilter filter, SourceBox? box, bool vectorized)
    {
        SourceBox source = CheckArguments(image.Width, image.Height, width, height, box);
        AxisWeights? across = Axis(image.Width, source.Left, source.Right, width, filter);
        AxisWeights? down = Axis(image.Height, source.Top, source.Bottom, height, filter);
        if (across is null && down is null) return new RgbImage(width, height, (byte[])image.Pixels.Clone());
        var result = new RgbImage(width, height);
        if (across is null)
        {
            VerticalPass.Run(image.Pixels, 0, image.Width * 3, new FixedWeights(down!), result.Pixels, vectorized);
            return result;
        }

        var acrossFixed = new FixedWeights(across);
        if (down is null)
        {
            HorizontalPass.Run(image.Pixels, image.Width, image.Height, acrossFixed, result.Pixels, vectorized);
            return result;
        }

        int start = down.Start;
        int rows = down.End - start;
        int size = checked(width * rows * 3);
        byte[] between = ArrayPool<byte>.Shared.Rent(size);
        try
        {
            HorizontalPass.Run(image.Pixels.AsSpan(start * image.Width * 3), image.Width, rows, acrossFixed, between, vectorized);
            VerticalPass.Run(between.AsSpan(0, size), start, width * 3, new FixedWeights(down), result.Pixels, vectorized);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(between);
        }

        return result;
    }

    private static AxisWeights? Axis(int inputSize, float start, float end, int outputSize, ResampleFilter filter)
        => outputSize == inputSize && start == 0 && end == inputSize ? null : new AxisWeights(inputSize, start, end, outputSize, filter);

    private static SourceBox CheckArguments(int inputWidth, int inputHeight, int width, int height, SourceBox? box)
    {
        if (width < 1 || height < 1)
        {
            throw new ArgumentException($"Resize: the new size {width}×{height} has no pixels. Both must be at least 1.");
        }

        SourceBox source = box ?? new SourceBox(0, 0, inputWidth, inputHeight);
        bool inside = source.Left >= 0 && source.Top >= 0 && source.Right <= inputWidth && source.Bottom <= inputHeight;
        if (!inside || !(source.Right > source.Left) || !(source.Bottom > source.Top))
        {
            throw new ArgumentException(
                $"Resize: the source box ({source.Left}, {source.Top}) to ({source.Right}, {source.Bottom}) "
                + $"is empty or not within the picture ({inputWidth}×{inputHeight}).");
        }

        return source;
    }
}
