using SixLabors.ImageSharp;
#if IMAGESHARP3
using SixLabors.ImageSharp.Formats;
#endif
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.Memory;
#if !IMAGESHARP3
using SixLabors.ImageSharp.Metadata;
#endif
using SixLabors.ImageSharp.PixelFormats;

namespace LVW.Native.Imaging.ImageSharp;

/// <summary>
/// Reads the first frame and no further, so that a film of ten thousand frames takes no more memory than a picture. All that differs between
/// ImageSharp 2 and 3 is here: 2 limits the frames by decoder, 3 by call.
/// </summary>
internal static class FirstFrame
{
    // The widest pixel that a decoder makes on its way to 24 bits has four floats.
    private const long BytesPerPixel = 16;
    private const long FixedMegabytes = 16;

    /// <summary>A configuration for GIF.</summary>
    public static Configuration ConfigureGif()
    {
        var configuration = new Configuration(new GifConfigurationModule());
#if !IMAGESHARP3
        configuration.ImageFormatsManager.SetDecoder(GifFormat.Instance, new GifDecoder { DecodingMode = FrameDecodingMode.First, IgnoreMetadata = true });
#endif
        return configuration;
    }

    /// <summary>A configuration for TIFF.</summary>
    public static Configuration ConfigureTiff()
    {
        var configuration = new Configuration(new TiffConfigurationModule());
#if !IMAGESHARP3
        configuration.ImageFormatsManager.SetDecoder(TiffFormat.Instance, new TiffDecoder { DecodingMode = FrameDecodingMode.First, IgnoreMetadata = true });
#endif
        return configuration;
    }

    /// <summary>
    /// The same configuration with buffers no larger than a picture of so many pixels needs: a small picture that holds a huge frame, tile or
    /// strip is refused. One thread, because a data loader has its own.
    /// </summary>
    public static Configuration Limited(Configuration configuration, long pixels)
    {
        int megabytes = (int)Math.Min(FixedMegabytes + (pixels * BytesPerPixel >> 20), int.MaxValue);
        configuration.MemoryAllocator = MemoryAllocator.Create(new MemoryAllocatorOptions { AllocationLimitMegabytes = megabytes, MaximumPoolSizeMegabytes = 0 });
        configuration.MaxDegreeOfParallelism = 1;
        return configuration;
    }

    /// <summary>Width and height, by the headers alone.</summary>
    public static (int Width, int Height) Size(Configuration configuration, Stream stream)
    {
#if IMAGESHARP3
        SixLabors.ImageSharp.ImageInfo found = Image.Identify(Options(configuration), stream);
#else
        IImageInfo found = Image.Identify(configuration, stream) ?? throw new UnknownImageFormatException("no decoder recognises it");
#endif
        return (found.Width, found.Height);
    }

    /// <summary>The pixels.</summary>
    public static RgbImage Decode(Configuration configuration, Stream stream)
    {
#if IMAGESHARP3
        using Image<Rgb24> image = Image.Load<Rgb24>(Options(configuration), stream);
#else
        using Image<Rgb24> image = Image.Load<Rgb24>(configuration, stream);
#endif
        var result = new RgbImage(image.Width, image.Height);
        image.CopyPixelDataTo(result.Pixels);
        return result;
    }

#if IMAGESHARP3
    private static DecoderOptions Options(Configuration configuration) => new() { Configuration = configuration, MaxFrames = 1, SkipMetadata = true };
#endif
}
