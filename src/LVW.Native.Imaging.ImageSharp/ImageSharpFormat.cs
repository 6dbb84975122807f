using LVW.Native.Imaging.ImageSharp.Files;
using LVW.Native.Imaging.Jpeg;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Pbm;
using SixLabors.ImageSharp.Formats.Tga;
using SixLabors.ImageSharp.Formats.Webp;

namespace LVW.Native.Imaging.ImageSharp;

/// <summary>What one format is to ImageSharp and to us.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Extensions">Usual endings, the preferred one first.</param>
/// <param name="Recognises">Tells from the first bytes whether a file is of this format.</param>
/// <param name="Configure">Makes a configuration that reads this format and no other.</param>
internal sealed record ImageSharpFormat(string Name, string[] Extensions, Func<ReadOnlySpan<byte>, bool> Recognises, Func<Configuration> Configure)
{
    /// <summary>Every format. TGA, which has no signature but plausible values, is first here and so the last to be asked.</summary>
    public static IReadOnlyList<ImageSharpFormat> All { get; } =
    [
        new("TGA", [".tga"], Signatures.IsTga, () => new Configuration(new TgaConfigurationModule())) { IsWhole = TgaFile.IsWhole },
        new("Netpbm", [".ppm", ".pgm", ".pbm", ".pnm"], Signatures.IsNetpbm, () => new Configuration(new PbmConfigurationModule())) { IsWhole = NetpbmFile.IsWhole },
#if IMAGESHARP3
        new("QOI", [".qoi"], Signatures.IsQoi, () => new Configuration(new SixLabors.ImageSharp.Formats.Qoi.QoiConfigurationModule())),
#endif
        new("TIFF", [".tif", ".tiff"], Signatures.IsTiff, FirstFrame.ConfigureTiff) { Orientation = ExifReader.OrientationOfTiff, IsWhole = TiffFile.IsWhole },
        new("GIF", [".gif"], Signatures.IsGif, FirstFrame.ConfigureGif) { IsWhole = GifFile.IsWhole },
        new("WebP", [".webp"], Signatures.IsWebP, () => new Configuration(new WebpConfigurationModule()))
        {
            Orientation = WebPFile.Orientation,
            IsWhole = WebPFile.IsWhole,
            Encoder = () => new WebpEncoder { FileFormat = WebpFileFormatType.Lossless },
        },
    ];

    /// <summary>The orientation that a file tells, or null.</summary>
    public Func<ReadOnlySpan<byte>, ImageOrientation?> Orientation { get; init; } = _ => null;

    /// <summary>Whether the first picture's data is all there; ImageSharp itself passes over some truncations in silence.</summary>
    public Func<ReadOnlySpan<byte>, bool> IsWhole { get; init; } = _ => true;

    /// <summary>Makes an encoder that keeps every byte of a pixel, where the format is worth writing.</summary>
    public Func<IImageEncoder>? Encoder { get; init; }
}
