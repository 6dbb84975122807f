using Xunit;

namespace LVW.Native.Imaging.Tests;

/// <summary>Where the real data sets are: <c>LVW_DATA</c> or, failing that, <c>../shared/data</c> beside the repository.</summary>
internal static class TestData
{
    public static string Require()
    {
        string? found = Find();
        Assert.SkipWhen(found is null, "The data sets are not here: set LVW_DATA.");
        return found!;
    }

    private static string? Find()
    {
        string? configured = Environment.GetEnvironmentVariable("LVW_DATA");
        if (!string.IsNullOrEmpty(configured)) return Directory.Exists(configured) ? configured : null;
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "LVW.Native.sln"))) continue;
            string beside = Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared", "data"));
            return Directory.Exists(beside) ? beside : null;
        }

        return null;
    }
}
