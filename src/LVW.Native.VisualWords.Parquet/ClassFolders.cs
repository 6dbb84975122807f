using System.Globalization;
using LVW.Native.VisualWords.Data;

namespace LVW.Native.VisualWords.Parquet;

/// <summary>The folder of each class. Names come from the data set, so none may lead elsewhere or be no folder on some system.</summary>
internal sealed class ClassFolders
{
    private const int LongestName = 120;
    private const string Forbidden = "/\\<>:\"|?*";
    private readonly Dictionary<string, string> classes = new(StringComparer.OrdinalIgnoreCase);
    private IReadOnlyList<string>? names;
    private string? first;

    /// <summary>Number of classes that pictures have.</summary>
    public int Count => classes.Count;

    /// <summary>Takes over the class names of a table.</summary>
    /// <exception cref="DataException">They differ from an earlier table's.</exception>
    public void Begin(PictureTable table)
    {
        if (first is not null && !(names ?? []).SequenceEqual(table.ClassNames ?? []))
        {
            throw new DataException(table.Path, $"its class names are not those of {Path.GetFileName(first)}", "Keep the files of one data set only");
        }

        (names, first) = (table.ClassNames, table.Path);
    }

    /// <summary>The folder's name.</summary>
    /// <param name="label">What the row says: a number of the class names, another number, or text.</param>
    /// <param name="path">The table, for errors.</param>
    /// <param name="row">The row, for errors.</param>
    /// <exception cref="DataException">The label is no class, or the class's name is no folder's or another class's.</exception>
    public string Of(string label, string path, long row)
    {
        string name = names is null ? Number(label, path, row) : Named(names, label, path, row);
        if (classes.TryGetValue(name, out string? known))
        {
            return known == label ? name : throw new DataException(path, $"row {row}: class {label} and class {known} are both called \"{name}\", case apart", "Give the classes different names");
        }

        if (Fault(name) is { } fault) throw new DataException(path, $"row {row}: the class name \"{Shown(name)}\" {fault}, so it cannot name a folder", "Rename the class in the data set");
        classes.Add(name, label);
        return name;
    }

    private static string Named(IReadOnlyList<string> names, string label, string path, long row)
        => int.TryParse(label, CultureInfo.InvariantCulture, out int number) && number >= 0 && number < names.Count ? names[number] : throw new DataException(
            path,
            $"row {row}: the label {label} is none of the {names.Count} classes",
            label.StartsWith('-') ? "Pictures without classes cannot be trained or tested on; move the file away" : "Download the file again");

    private static string Number(string label, string path, long row)
        => !label.StartsWith('-') || !long.TryParse(label, CultureInfo.InvariantCulture, out _) ? label : throw new DataException(
            path, $"row {row}: the label {label} is no class", "Pictures without classes cannot be trained or tested on; move the file away");

    private static string? Fault(string name)
    {
        if (name.Length == 0) return "is empty";
        if (name.Length > LongestName) return $"has {name.Length} letters, more than {LongestName}";
        if (name.Any(letter => Forbidden.Contains(letter) || char.IsControl(letter))) return $"has one of {Forbidden} or a control character";
        if (name[0] == '.') return "begins with a point";
        if (name[^1] is '.' or ' ' || name[0] == ' ') return "begins or ends with a space or a point";
        return IsReserved(name.Split('.')[0].TrimEnd()) ? "is a device on Windows" : null;
    }

    private static bool IsReserved(string stem)
        => stem.ToUpperInvariant() is "CON" or "PRN" or "AUX" or "NUL" || (stem.Length == 4 && stem[3] is >= '1' and <= '9' && stem[..3].ToUpperInvariant() is "COM" or "LPT");

    private static string Shown(string name) => string.Concat(name.Take(40).Select(letter => char.IsControl(letter) ? '?' : letter));
}
