namespace LVW.Native.Imaging;

/// <summary>A picture of 8-bit RGB pixels: row by row from the top left, three bytes a pixel, no padding.</summary>
public sealed class RgbImage
{
    /// <summary>Creates a black picture.</summary>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    public RgbImage(int width, int height)
        : this(width, height, new byte[checked(width * height * 3)])
    {
    }

    /// <summary>Wraps existing pixels without copying them.</summary>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="pixels">Exactly <c>width · height · 3</c> bytes, RGB.</param>
    public RgbImage(int width, int height, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentNullException.ThrowIfNull(pixels);
        if (pixels.LongLength != (long)width * height * 3)
        {
            throw new ArgumentException(
                $"RgbImage: {width}×{height} needs {(long)width * height * 3} bytes but {pixels.LongLength} were given.", nameof(pixels));
        }

        Width = width;
        Height = height;
        Pixels = pixels;
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>The bytes: pixel (x, y) starts at <c>(y · Width + x) · 3</c>.</summary>
    public byte[] Pixels { get; }

    /// <summary>The three bytes of each pixel of row <paramref name="y"/>.</summary>
    public Span<byte> Row(int y) => Pixels.AsSpan(y * Width * 3, Width * 3);
}
