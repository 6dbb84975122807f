using System.Diagnostics;
using Xunit;

namespace LVW.Native.Imaging.Tests.Pillow;

/// <summary>Asks Debian's Pillow, where it is installed, what it makes of pictures.</summary>
internal static class PillowOracle
{
    private const string Python = "/usr/bin/python3";

    private static readonly Lazy<bool> Available = new(() => File.Exists(Python) && TryRun("-c", "import PIL"));

    private static string Script => Path.Combine(AppContext.BaseDirectory, "Pillow", "pillow_oracle.py");

    /// <summary>Skips the test where there is no Pillow.</summary>
    public static void Require() => Assert.SkipUnless(Available.Value, $"{Python} with PIL is not installed.");

    /// <summary>Writes pictures of every kind that Pillow can write.</summary>
    public static void Generate(string folder) => Lines(null, "generate", folder);

    /// <summary>The lines of the maps command.</summary>
    public static IReadOnlyList<string> Maps() => Lines(null, "maps");

    /// <summary>Per path: size and hashes, or "unreadable".</summary>
    public static Dictionary<string, string> Hash(IReadOnlyList<string> paths)
        => Lines(paths, "hash").Select(line => line.Split('\t', 2)).ToDictionary(parts => parts[0], parts => parts[1]);

    private static bool TryRun(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static List<string> Lines(IReadOnlyList<string>? input, params string[] arguments)
    {
        var start = new ProcessStartInfo(Python, [Script, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        Task feed = Task.Run(() =>
        {
            foreach (string line in input ?? []) process.StandardInput.WriteLine(line);
            process.StandardInput.Close();
        });
        var lines = new List<string>();
        while (process.StandardOutput.ReadLine() is { } line) lines.Add(line);
        feed.Wait();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        return lines;
    }
}
