using LVW.Native.Imaging;

namespace LVW.Native.VisualWords.Data.Annotations;

/// <summary>Masks that are grey pictures.</summary>
internal static class MaskFile
{
    /// <summary>A mask; null where there is no such file.</summary>
    /// <exception cref="DataException">The file cannot be decoded, or holds a value without a meaning.</exception>
    public static PictureMask? Read(string path, IReadOnlyDictionary<byte, MaskMeaning> meanings)
    {
        if (!File.Exists(path)) return null;
        try
        {
            RgbImage image = ImageFile.Load(path);
            byte[] values = new byte[image.Width * image.Height];
            for (int i = 0; i < values.Length; i++) values[i] = image.Pixels[3 * i];
            return new PictureMask(image.Width, image.Height, values, meanings);
        }
        catch (ImageFormatException failure)
        {
            throw new DataException(path, $"the mask cannot be decoded ({failure.Message.TrimEnd('.')})", "Unpack the annotations again", failure);
        }
        catch (ArgumentException failure)
        {
            throw new DataException(path, failure.Message.Split(" (Parameter")[0].TrimEnd('.'), "Unpack the annotations again", failure);
        }
    }
}
