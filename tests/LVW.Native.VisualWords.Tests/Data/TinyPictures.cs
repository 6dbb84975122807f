using LVW.Native.Imaging;
using LVW.Native.VisualWords.Data;

namespace LVW.Native.VisualWords.Tests.Data;

/// <summary>A few small noisy pictures of odd sizes in a folder.</summary>
internal static class TinyPictures
{
    public static RgbImage Noise(int width, int height, int seed)
    {
        byte[] pixels = new byte[width * height * 3];
        new Random(seed).NextBytes(pixels);
        return new RgbImage(width, height, pixels);
    }

    /// <summary>Writes pictures of <paramref name="classes"/> classes by turns and returns their set.</summary>
    public static PictureSet Write(TemporaryFolder folder, int count, int classes)
    {
        var pictures = new List<Picture>();
        for (int i = 0; i < count; i++)
        {
            string key = $"{i:D3}.png";
            ImageFile.Save(folder.In(key), Noise(9 + (i % 5), 8 + (i % 4), i));
            pictures.Add(new Picture(folder.In(key), i % classes, key));
        }

        return new PictureSet(folder.Path, [.. Enumerable.Range(0, classes).Select(c => $"class{c}")], pictures);
    }
}
