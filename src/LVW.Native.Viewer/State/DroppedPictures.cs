using System.Security.Cryptography;
using LVW.Native.Imaging;

namespace LVW.Native.Viewer.State;

/// <summary>Pictures that the user has dropped in: a few, fewer where they are huge, in memory, under names that nobody can guess.</summary>
/// <param name="bytesKept">Bytes of pixels to keep; the latest picture is kept whatever its size.</param>
internal sealed class DroppedPictures(long bytesKept = 384 << 20)
{
    private const int Kept = 6;
    private const int LongestName = 80;

    private readonly RecentItems<Subject> pictures = new(bytesKept);
    private readonly long least = bytesKept / Kept;

    /// <summary>What is kept, the latest first.</summary>
    public IReadOnlyList<Subject> All => pictures.All;

    public Subject? Find(string id) => pictures.Find(id);

    /// <summary>Decodes and keeps a picture.</summary>
    /// <exception cref="ImageFormatException">It cannot be read; the message names it.</exception>
    public Subject Add(string? name, ReadOnlyMemory<byte> bytes, ImageCodecs codecs)
    {
        string shown = NameOf(name);
        RgbImage image;
        try
        {
            image = codecs.Decode(bytes);
        }
        catch (ImageFormatException exception)
        {
            throw exception.WithPath(shown);
        }

        string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
        var subject = new Subject($"yours/{id}", shown, null, () => image);
        pictures.Add(id, subject, Math.Max(least, image.Pixels.LongLength));
        return subject;
    }

    /// <summary>The last part of a name, on one line and not too long.</summary>
    public static string NameOf(string? name)
    {
        string last = (name ?? "").Replace('\\', '/').Split('/')[^1].Trim();
        string clean = new([.. last.Where(letter => !char.IsControl(letter)).Take(LongestName)]);
        return clean.Length == 0 ? "picture" : clean;
    }
}
