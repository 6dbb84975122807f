using LVW.Native.Imaging;

namespace LVW.Native.VisualWords.Data;

/// <summary>The check of a set's files before they are trained on.</summary>
public static class PictureSetVerification
{
    /// <summary>
    /// Decodes every file, on all cores: finds unreadable, truncated and oversized pictures and those whose content is of another format
    /// than their ending says.
    /// </summary>
    /// <param name="set">The set to check.</param>
    /// <param name="skipBad">Whether bad files are left out and listed; otherwise the first is an error.</param>
    /// <param name="options">Limits; <see cref="DecodeOptions.Default"/> if null.</param>
    /// <param name="codecs">The formats; <see cref="ImageCodecs.Default"/> if null.</param>
    /// <exception cref="DataException">A file is bad and <paramref name="skipBad"/> is false, or every file of the set is bad.</exception>
    public static PictureVerification Verify(this PictureSet set, bool skipBad, DecodeOptions? options = null, ImageCodecs? codecs = null)
    {
        ArgumentNullException.ThrowIfNull(set);
        IReadOnlyList<BadPicture> bad = set.Faulty(options, codecs);
        HashSet<Picture> faulty = [.. bad.Select(one => one.Picture)];
        Picture[] usable = [.. set.Pictures.Where(picture => !faulty.Contains(picture))];
        if (bad.Count > 0 && !skipBad)
        {
            string more = bad.Count == 1 ? "it is the only bad picture" : $"it is the first of {bad.Count} bad pictures";
            throw new DataException(
                bad[0].Picture.Path,
                $"{bad[0].Reason.TrimEnd('.')}; {more} among {set.Pictures.Count}",
                "Repair or remove them, or pass --skip-bad to go on without them");
        }

        if (bad.Count > 0 && usable.Length == 0)
        {
            throw new DataException(
                set.Folder,
                $"none of the {bad.Count} pictures can be read; the first says: {bad[0].Reason.TrimEnd('.')}",
                "Check the files");
        }

        return new PictureVerification(set.With(usable), bad);
    }

    /// <summary>Decodes every file, on all cores, and lists those that are bad, in the set's order.</summary>
    /// <param name="set">The set to check.</param>
    /// <param name="options">Limits; <see cref="DecodeOptions.Default"/> if null.</param>
    /// <param name="codecs">The formats; <see cref="ImageCodecs.Default"/> if null.</param>
    public static IReadOnlyList<BadPicture> Faulty(this PictureSet set, DecodeOptions? options = null, ImageCodecs? codecs = null)
    {
        ArgumentNullException.ThrowIfNull(set);
        string?[] reasons = new string?[set.Pictures.Count];
        Parallel.For(0, reasons.Length, i => reasons[i] = Fault(set.Pictures[i], !set.IsListed, options, codecs ?? ImageCodecs.Default));
        return [.. reasons.Select((reason, i) => (reason, i)).Where(pair => pair.reason is not null).Select(pair => new BadPicture(set.Pictures[pair.i], pair.reason!))];
    }

    private static string? Fault(Picture picture, bool endingCounts, DecodeOptions? options, ImageCodecs codecs)
    {
        try
        {
            ImageInfo info = picture.Identify(codecs);
            string ending = Path.GetExtension(picture.Path).ToLowerInvariant();
            IImageCodec? named = codecs.All.FirstOrDefault(codec => codec.Extensions.Contains(ending));
            if (endingCounts && named is not null && named.Format != info.Format)
            {
                string right = codecs.All.First(codec => codec.Format == info.Format).Extensions[0];
                return $"the content is {info.Format} but the ending says {named.Format}. Rename it to *{right}";
            }

            picture.Load(options, codecs);
            return null;
        }
        catch (ImageFormatException failure)
        {
            string prefix = $"{picture.Path}: ";
            return failure.Message.StartsWith(prefix, StringComparison.Ordinal) ? failure.Message[prefix.Length..] : failure.Message;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return failure.Message;
        }
    }
}
