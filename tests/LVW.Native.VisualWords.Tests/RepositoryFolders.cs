using Xunit;

namespace LVW.Native.VisualWords.Tests;

/// <summary>Where data sets and golden tensors are: named by environment variables or, failing that, beside the repository.</summary>
internal static class RepositoryFolders
{
    /// <summary>A folder of the data sets; skips the test where there is none.</summary>
    public static string RequireData(params string[] names) => Require("LVW_DATA", "data", "The data sets are not here: set LVW_DATA.", names);

    /// <summary>A file of the golden tensors; skips the test where there is none.</summary>
    public static string RequireGolden(string file) => Require("LVW_GOLDEN", "golden", "The golden tensors are not here: set LVW_GOLDEN.", file);

    /// <summary>A file of the repository that the tests were built from.</summary>
    public static string InRepository(params string[] names) => Path.Combine([Root ?? "", .. names]);

    private static string Require(string variable, string beside, string reason, params string[] names)
    {
        string? root = Environment.GetEnvironmentVariable(variable) is { Length: > 0 } configured ? configured : Beside(beside);
        string path = Path.Combine([root ?? "", .. names]);
        Assert.SkipUnless(root is not null && Path.Exists(path), reason);
        return path;
    }

    private static string? Beside(string name) => Root is string root ? Path.GetFullPath(Path.Combine(root, "..", "shared", name)) : null;

    private static string? Root
    {
        get
        {
            DirectoryInfo? folder = new(AppContext.BaseDirectory);
            while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "LVW.Native.sln"))) folder = folder.Parent;
            return folder?.FullName;
        }
    }
}
