using LVW.Native.Engine.Checkpoints;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Evaluation;

/// <summary>Tensors that PyTorch wrote: in <c>LVW_GOLDEN</c> or, failing that, <c>../shared/golden</c> beside the repository.</summary>
internal static class Golden
{
    public static IReadOnlyDictionary<string, NumPyArray> Read(string name)
    {
        string? folder = Environment.GetEnvironmentVariable("LVW_GOLDEN") is { Length: > 0 } configured ? configured : Beside();
        string path = Path.Combine(folder ?? "", name);
        Assert.SkipUnless(folder is not null && File.Exists(path), $"{name} is not here: set LVW_GOLDEN.");
        return NumPyFile.ReadArchive(path);
    }

    private static string? Beside()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LVW.Native.sln"))) return Path.GetFullPath(Path.Combine(folder.FullName, "..", "shared", "golden"));
        }

        return null;
    }
}
