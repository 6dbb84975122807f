namespace LVW.Native.VisualWords.Data.Sets;

/// <summary>Which data set a folder was prepared from: one word in a file of the folder.</summary>
internal static class PreparedFolder
{
    private const string File = "data-set.txt";
    private const int LongestName = 100;

    public static void Mark(string folder, string name) => System.IO.File.WriteAllText(Path.Combine(folder, File), name + "\n");

    /// <summary>The data set's name, or null.</summary>
    public static string? NameOf(string folder)
    {
        string path = Path.Combine(folder, File);
        return System.IO.File.Exists(path) && new FileInfo(path).Length <= LongestName ? System.IO.File.ReadAllText(path).Trim() : null;
    }
}
