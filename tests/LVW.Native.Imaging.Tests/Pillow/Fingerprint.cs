using System.Globalization;
using System.Security.Cryptography;
using LVW.Native.Imaging.Resampling;

namespace LVW.Native.Imaging.Tests.Pillow;

/// <summary>Describes a file by hashes in the words of <c>pillow_oracle.py</c>.</summary>
internal static class Fingerprint
{
    public static string Describe(string path)
    {
        RgbImage image;
        try
        {
            image = ImageFile.Load(path);
        }
        catch (ImageFormatException exception)
        {
            return "unreadable\t" + exception.Message;
        }

        var box = new SourceBox((float)(image.Width * 0.1), (float)(image.Height * 0.13), (float)(image.Width * 0.83), (float)(image.Height * 0.77));
        RgbImage[] results =
        [
            image,
            image.Resize(224, 224, ResampleFilter.Bilinear),
            image.Resize(224, 224, ResampleFilter.Bicubic),
            image.Resize(101, 67, ResampleFilter.Lanczos),
            image.Resize(96, 80, ResampleFilter.Bilinear, box),
            image.Orient(ImageFile.Identify(path).Orientation),
        ];
        return string.Create(CultureInfo.InvariantCulture, $"{image.Width}x{image.Height}\t{string.Join('\t', results.Select(r => Hash(r.Pixels)))}");
    }

    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes))[..16];
}
