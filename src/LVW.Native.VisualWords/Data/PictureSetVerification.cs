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
        codecs ??= ImageCodecs.Default;
        string?[] reasons = new string?[set.Pictures.Count];
        Parallel.For(0, reasons.Length, i => reasons[i] = Fault(set.Pictures[i].Path, options, codecs));

        var usable = new List<Picture>();
        var bad = new List<BadPicture>();
        for (int i = 0; i < reasons.Length; i++)
        {
            if (reasons[i] is { } reason) bad.Add(new BadPicture(set.Pictures[i], reason));
            else usable.Add(set.Pictures[i]);
        }

        if (bad.Count > 0 && !skipBad)
        {
            string more = bad.Count == 1 ? "it is the only bad picture" : $"it is the first of {bad.Count} bad pictures";
            throw new DataException(
                bad[0].Picture.Path,
                $"{bad[0].Reason.TrimEnd('.')}; {more} among {reasons.Length}",
                "Repair or remove them, or pass --skip-bad to go on without them");
        }

        if (bad.Count > 0 && usable.Count == 0)
        {
            throw new DataException(
                set.Folder,
                $"none of the {bad.Count} pictures can be read; the first says: {bad[0].Reason.TrimEnd('.')}",
                "Check the files");
        }

        return new PictureVerification(new PictureSet(set.Folder, set.Classes, usable), bad);
    }

    private static string? Fault(string path, DecodeOptions? options, ImageCodecs codecs)
    {
        try
        {
            ImageInfo info = ImageFile.Identify(path, codecs);
            string ending = Path.GetExtension(path).ToLowerInvariant();
            IImageCodec? named = codecs.All.FirstOrDefault(codec => codec.Extensions.Contains(ending));
            if (named is not null && named.Format != info.Format)
            {
                string right = codecs.All.First(codec => codec.Format == info.Format).Extensions[0];
                return $"the content is {info.Format} but the ending says {named.Format}. Rename it to *{right}";
            }

            ImageFile.Load(path, options, codecs);
            return null;
        }
        catch (ImageFormatException failure)
        {
            string prefix = $"{path}: ";
            return failure.Message.StartsWith(prefix, StringComparison.Ordinal) ? failure.Message[prefix.Length..] : failure.Message;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return failure.Message;
        }
    }
}
