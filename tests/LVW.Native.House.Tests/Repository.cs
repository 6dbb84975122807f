namespace LVW.Native.House.Tests;

/// <summary>Finds the files of the repository that the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Every C# file of the product and its tests, build output left out, as paths from the root.</summary>
    public static IEnumerable<string> SourceFiles(params string[] folders)
        => folders
            .Select(folder => Path.Combine(Root, folder))
            .Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(Root, file))
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin" or ".artifacts"))
            .Order(StringComparer.Ordinal);

    /// <summary>The project files under src, by project name.</summary>
    public static IReadOnlyDictionary<string, string> Projects()
        => Directory.EnumerateFiles(Path.Combine(Root, "src"), "*.csproj", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file));

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LVW.Native.sln"))) return folder.FullName;
        }

        throw new InvalidOperationException($"LVW.Native.sln was not found above {AppContext.BaseDirectory}.");
    }
}
