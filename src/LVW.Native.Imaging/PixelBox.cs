namespace LVW.Native.Imaging;

/// <summary>A rectangle of whole pixels: columns <c>X … X + Width − 1</c>, rows <c>Y … Y + Height − 1</c>.</summary>
/// <param name="X">First column.</param>
/// <param name="Y">First row.</param>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
public readonly record struct PixelBox(int X, int Y, int Width, int Height)
{
    /// <summary>
    /// The nearest box within a picture that holds at least one pixel: each edge is moved to the picture's edge where it passes it.
    /// </summary>
    /// <param name="imageWidth">Width of the picture, at least 1.</param>
    /// <param name="imageHeight">Height of the picture, at least 1.</param>
    public PixelBox Clamp(int imageWidth, int imageHeight)
    {
        (int x0, int x1) = ClampSpan(X, Width, imageWidth);
        (int y0, int y1) = ClampSpan(Y, Height, imageHeight);
        return new(x0, y0, x1 - x0, y1 - y0);
    }

    private static (int Start, int End) ClampSpan(int start, int length, int size)
    {
        int first = Math.Clamp(start, 0, size - 1);
        long end = Math.Clamp((long)start + length, first + 1L, size);
        return (first, (int)end);
    }
}
