namespace LVW.Native.VisualWords.Data.Sets;

/// <summary>Which data set a folder was prepared from: one word in a file of the folder.</summary>
internal static class PreparedFolder
{
    private const string File = "data-set.txt";
    private const string Unfinished = ".unfinished";
    private const int LongestName = 100;

    /// <summary>Marks a folder as begun; what is in it is not a set until it is finished.</summary>
    /// <param name="folder">The folder; made if missing.</param>
    /// <param name="verb">The verb of <c>lvw data</c> that fills it.</param>
    public static void Begin(string folder, string verb)
    {
        Directory.CreateDirectory(folder);
        System.IO.File.WriteAllText(Path.Combine(folder, Unfinished), verb + "\n");
    }

    /// <summary>Notes which data set a folder was prepared from.</summary>
    public static void Mark(string folder, string name) => System.IO.File.WriteAllText(Path.Combine(folder, File), name + "\n");

    /// <summary>Marks a folder as finished.</summary>
    public static void Finish(string folder) => System.IO.File.Delete(Path.Combine(folder, Unfinished));

    /// <exception cref="DataException">The folder was begun and not finished.</exception>
    public static void RequireFinished(string folder)
    {
        string file = Path.Combine(folder, Unfinished);
        if (!System.IO.File.Exists(file)) return;
        string verb = new FileInfo(file).Length <= LongestName ? System.IO.File.ReadAllText(file).Trim() : "";
        throw new DataException(folder, "the writing of its pictures was broken off, and some are not there", $"Run the same lvw data {verb} again");
    }

    /// <summary>The data set's name, or null.</summary>
    public static string? NameOf(string folder)
    {
        string path = Path.Combine(folder, File);
        return System.IO.File.Exists(path) && new FileInfo(path).Length <= LongestName ? System.IO.File.ReadAllText(path).Trim() : null;
    }
}
