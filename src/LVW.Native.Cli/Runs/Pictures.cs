using LVW.Native.Cli.Output;
using LVW.Native.VisualWords.Data;

namespace LVW.Native.Cli.Runs;

/// <summary>Pictures that can be read: the others are an error, or are skipped and listed.</summary>
internal static class Pictures
{
    /// <summary>A data set without its bad files.</summary>
    /// <exception cref="DataException">A file is bad and is not to be skipped, or too little is left.</exception>
    public static (DataSplits Splits, IReadOnlyList<BadPicture> Skipped) Usable(DataSplits splits, bool skipBad, Terminal terminal)
    {
        var all = new PictureSet(splits.Root, splits.Classes, [.. splits.Train.Pictures, .. splits.Validation.Pictures, .. splits.Test.Pictures]) { IsListed = splits.Train.IsListed };
        IReadOnlyList<BadPicture> skipped = Verify(all, skipBad, terminal);
        HashSet<string> bad = [.. skipped.Select(one => one.Picture.Key)];
        PictureSet train = Without(splits.Train, bad);
        train.RequirePerClass(1);
        return (splits with { Train = train, Validation = Without(splits.Validation, bad), Test = NotEmpty(Without(splits.Test, bad)) }, skipped);
    }

    /// <summary>A set without its bad files.</summary>
    /// <exception cref="DataException">A file is bad and is not to be skipped, or nothing is left.</exception>
    public static (PictureSet Set, IReadOnlyList<BadPicture> Skipped) Usable(PictureSet set, bool skipBad, Terminal terminal)
    {
        IReadOnlyList<BadPicture> skipped = Verify(set, skipBad, terminal);
        return (NotEmpty(Without(set, [.. skipped.Select(one => one.Picture.Key)])), skipped);
    }

    /// <summary>Files given one by one or, where the shell leaves that to programs, by patterns; each with the class whose folder it lies in, if that is one of the model's.</summary>
    /// <exception cref="DataException">A file is missing or is a folder, or nothing fits a pattern.</exception>
    public static PictureSet Named(IReadOnlyList<string> files, IReadOnlyList<string> classes)
    {
        var pictures = new List<Picture>();
        foreach (string file in files.SelectMany(Expanded))
        {
            string path = Path.GetFullPath(file);
            if (Directory.Exists(path)) throw new DataException(path, "this is a folder, not a picture", $"Name the files, for example {Path.Combine(file, "*")}");
            if (!File.Exists(path)) throw new DataException(path, "there is no such picture", "Check the path");
            pictures.Add(new Picture(path, Math.Max(0, ClassOf(path, classes) ?? 0), path));
        }

        return new PictureSet(Environment.CurrentDirectory, classes, pictures);
    }

    private static IEnumerable<string> Expanded(string file)
    {
        string pattern = Path.GetFileName(file), folder = Path.GetDirectoryName(Path.GetFullPath(file)) ?? file;
        if (pattern.AsSpan().IndexOfAny('*', '?') < 0 || File.Exists(file) || !Directory.Exists(folder)) return [file];
        string[] found = [.. Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal)];
        return found.Length > 0 ? found : throw new DataException(Path.GetFullPath(file), "no file fits this pattern", "Check the path");
    }

    /// <summary>The class whose folder a file lies in, or null.</summary>
    public static int? ClassOf(string path, IReadOnlyList<string> classes)
    {
        string? folder = Path.GetFileName(Path.GetDirectoryName(path));
        for (int c = 0; c < classes.Count; c++)
        {
            if (classes[c] == folder) return c;
        }

        return null;
    }

    /// <summary>The skipped files as data.</summary>
    public static object[] Listed(IReadOnlyList<BadPicture> skipped) => [.. skipped.Select(one => new { File = one.Picture.Path, one.Reason })];

    private static IReadOnlyList<BadPicture> Verify(PictureSet set, bool skipBad, Terminal terminal)
    {
        IReadOnlyList<BadPicture> bad = set.Verify(skipBad).Bad;
        foreach (BadPicture one in bad) terminal.Line($"skipped {one.Picture.Path}: {one.Reason}");
        return bad;
    }

    private static PictureSet Without(PictureSet set, HashSet<string> keys)
        => keys.Count == 0 ? set : set.With([.. set.Pictures.Where(picture => !keys.Contains(picture.Key))]);

    private static PictureSet NotEmpty(PictureSet set)
        => set.Pictures.Count > 0 ? set : throw new DataException(set.Folder, "no picture that can be read is left to test on", "Repair or add test pictures");
}
