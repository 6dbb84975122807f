namespace LVW.Native.VisualWords.Data.Sets;

/// <summary>Which data set a folder was prepared from: one word in a file of the folder.</summary>
internal static class PreparedFolder
{
    private const string File = "data-set.txt";
    private const string Unfinished = ".unfinished";
    private const int LongestName = 100;

    /// <summary>Marks a folder as begun; what is in it is not a set until it is finished.</summary>
    public static void Begin(string folder)
    {
        Directory.CreateDirectory(folder);
        System.IO.File.WriteAllText(Path.Combine(folder, Unfinished), "");
    }

    /// <summary>Marks a folder as finished.</summary>
    public static void Finish(string folder, string name)
    {
        System.IO.File.WriteAllText(Path.Combine(folder, File), name + "\n");
        System.IO.File.Delete(Path.Combine(folder, Unfinished));
    }

    /// <exception cref="DataException">The folder was begun and not finished.</exception>
    public static void RequireFinished(string folder)
    {
        if (!System.IO.File.Exists(Path.Combine(folder, Unfinished))) return;
        throw new DataException(folder, "the writing of its pictures was broken off, and some are not there", "Run the same lvw data prepare again");
    }

    /// <summary>The data set's name, or null.</summary>
    public static string? NameOf(string folder)
    {
        string path = Path.Combine(folder, File);
        return System.IO.File.Exists(path) && new FileInfo(path).Length <= LongestName ? System.IO.File.ReadAllText(path).Trim() : null;
    }
}
