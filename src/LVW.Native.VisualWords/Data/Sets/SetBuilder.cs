namespace LVW.Native.VisualWords.Data.Sets;

/// <summary>Collects the pictures that lists name, split by split, and tells which are not there.</summary>
/// <param name="root">The data set's folder.</param>
/// <param name="classes">Class names in the order of the labels.</param>
internal sealed class SetBuilder(string root, IReadOnlyList<string> classes)
{
    private readonly Dictionary<string, HashSet<string>> folders = new(StringComparer.Ordinal);
    private readonly List<string> missing = [];

    /// <summary>Keys whose files are not there, in the lists' order.</summary>
    public IReadOnlyList<string> Missing => missing;

    /// <summary>A split, ordered by class and then as listed.</summary>
    /// <param name="entries">Keys with their labels from 0, and the list that names them.</param>
    /// <param name="list">The list's path, for errors.</param>
    /// <exception cref="DataException">A key leaves the folder, or a label is no class.</exception>
    public PictureSet Split(IEnumerable<(string Key, int Label)> entries, string list)
    {
        var pictures = new List<Picture>();
        foreach ((string key, int label) in entries)
        {
            if ((uint)label >= (uint)classes.Count)
            {
                throw new DataException(list, $"{key} has label {label + 1} but there are {classes.Count} classes", "Unpack the data set's archives again");
            }

            if (!IsInside(key)) throw new DataException(list, $"\"{key}\" is no path inside the data set's folder", "Take the list from the data set's own page");
            if (!Exists(key)) missing.Add(key);
            else pictures.Add(new Picture(Path.Combine([root, .. key.Split('/')]), label, key));
        }

        return new PictureSet(root, classes, [.. pictures.OrderBy(picture => picture.ClassIndex)]) { IsListed = true };
    }

    private static bool IsInside(string key)
        => key.Length > 0 && key.IndexOfAny(['\\', ':', '\0']) < 0 && key.Split('/').All(part => part.Length > 0 && part is not ("." or ".."));

    // One listing of a folder is cheaper than a look at each of its files.
    private bool Exists(string key)
    {
        int slash = key.LastIndexOf('/');
        string folder = slash < 0 ? "" : key[..slash];
        if (!folders.TryGetValue(folder, out HashSet<string>? names))
        {
            string path = Path.Combine([root, .. folder.Split('/')]);
            names = Directory.Exists(path) ? [.. Directory.EnumerateFiles(path).Select(file => Path.GetFileName(file))] : [];
            folders.Add(folder, names);
        }

        return names.Contains(key[(slash + 1)..]);
    }
}
