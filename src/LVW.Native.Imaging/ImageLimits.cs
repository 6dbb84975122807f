namespace LVW.Native.Imaging;

/// <summary>The tests that stand before every allocation of pixels.</summary>
internal static class ImageLimits
{
    // RgbImage holds its bytes in one array.
    private static readonly long MaxArrayPixels = Array.MaxLength / 3;

    /// <summary>Refuses empty and too large pictures.</summary>
    public static void CheckSize(string format, long width, long height, DecodeOptions options)
    {
        if (width < 1 || height < 1)
        {
            throw new ImageFormatException($"{format}: the header declares {width}×{height} pixels. The file is damaged; fetch it again.");
        }

        long limit = Math.Min(options.MaxPixels, MaxArrayPixels);
        if (width > limit || height > limit || width * height > limit)
        {
            throw new ImageFormatException(
                $"{format}: {width}×{height} pixels are more than the limit of {limit}. "
                + "Shrink the picture or raise DecodeOptions.MaxPixels.");
        }
    }

    /// <summary>Refuses a header that declares more than the file's bytes can hold.</summary>
    public static void CheckPlausible(string format, int width, int height, long leastBytes, long available)
    {
        if (available < leastBytes)
        {
            throw new ImageFormatException(
                $"{format}: {width}×{height} pixels need at least {leastBytes} bytes but the file has {available}. "
                + "It is truncated or its header is damaged; fetch it again.");
        }
    }
}
