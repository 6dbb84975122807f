using System.Globalization;
using System.Text.RegularExpressions;
using LVW.Native.VisualWords.Data;

namespace LVW.Native.VisualWords.Parquet;

/// <summary>The tables of a split in their order.</summary>
/// <param name="Name"><c>train</c>, <c>validation</c> or <c>test</c>; empty where the files name no split.</param>
/// <param name="Files">Full paths.</param>
internal sealed partial record TableSplit(string Name, IReadOnlyList<string> Files)
{
    private static readonly string[] Order = ["train", "validation", "test"];

    /// <summary>The splits of a folder, from its <c>data</c> folder if that holds tables: <c>train-00000-of-00002.parquet</c>, <c>train.parquet</c>, or files that name no split.</summary>
    /// <exception cref="DataException">There are no tables, one of several is missing, or only some name a split.</exception>
    public static IReadOnlyList<TableSplit> Find(string folder)
    {
        string root = Path.GetFullPath(folder);
        string[] files = Tables(Path.Combine(root, "data"));
        if (files.Length == 0) files = Tables(root);
        if (files.Length == 0)
        {
            throw new DataException(root, "there are no Parquet files here or in data", "Give the folder that the data set was downloaded to, with data/train-00000-of-00001.parquet or the like");
        }

        (string File, Match Name)[] named = [.. files.Select(file => (file, FileName().Match(Path.GetFileName(file))))];
        if (named.All(one => !one.Name.Success)) return [new TableSplit("", files)];
        if (named.FirstOrDefault(one => !one.Name.Success).File is { } other)
        {
            throw new DataException(other, "other files of the folder name their split but this one does not", "Name it like train-00000-of-00001.parquet, or move it away");
        }

        return
        [
            .. named.GroupBy(one => Split(one.Name.Groups["split"].Value)).OrderBy(group => Array.IndexOf(Order, group.Key))
                .Select(group => new TableSplit(group.Key, Whole(group.Key, [.. group]))),
        ];
    }

    private static string[] Tables(string folder)
        => Directory.Exists(folder) ? [.. Directory.EnumerateFiles(folder, "*.parquet").Order(StringComparer.Ordinal)] : [];

    private static string Split(string name) => name switch { "train" or "test" => name, _ => "validation" };

    private static string[] Whole(string split, (string File, Match Name)[] files)
    {
        if (files.Length == 1 && !files[0].Name.Groups["number"].Success) return [files[0].File];
        var ordered = new SortedDictionary<int, string>();
        string all = files[0].Name.Groups["all"].Value;
        foreach ((string file, Match name) in files)
        {
            if (name.Groups["all"].Value != all || all.Length == 0 || !ordered.TryAdd(int.Parse(name.Groups["number"].Value, CultureInfo.InvariantCulture), file))
            {
                throw new DataException(file, $"it and {Path.GetFileName(files[0].File)} are not of one numbering of {split} files", "Keep the files of one download only");
            }
        }

        int count = int.Parse(all, CultureInfo.InvariantCulture);
        for (int number = 0; number < count; number++)
        {
            if (ordered.ContainsKey(number)) continue;
            throw new DataException(
                Path.GetDirectoryName(files[0].File)!, $"file {number.ToString(CultureInfo.InvariantCulture).PadLeft(all.Length, '0')} of the {count} {split} files is missing", "Download the data set again");
        }

        return ordered.Count == count ? [.. ordered.Values] : throw new DataException(ordered.Last().Value, $"there are {ordered.Count} {split} files but their names tell of {count}", "Keep the files of one download only");
    }

    [GeneratedRegex(@"^(?<split>train|test|validation|valid|val|dev)(-(?<number>\d{1,6})-of-(?<all>\d{1,6})(-[0-9a-f]+)?)?\.parquet$", RegexOptions.ExplicitCapture)]
    private static partial Regex FileName();
}
