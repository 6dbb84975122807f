using System.Diagnostics;
using Xunit;

namespace LVW.Native.Engine.Tests.Checkpoints;

/// <summary>Files written by PyTorch and NumPy, once for all tests; tests skip where Debian's PyTorch is missing.</summary>
public sealed class TorchFiles : IDisposable
{
    private const string Python = "/usr/bin/python3";
    private readonly string? missing;

    public TorchFiles()
    {
        Folder = Directory.CreateTempSubdirectory("lvw-test-").FullName;
        missing = Run("write", Folder);
        if (missing is null) Expected = StoredTensor.Read(Path.Combine(Folder, "expected.json"));
    }

    /// <summary>Where the files are.</summary>
    public string Folder { get; }

    /// <summary>What the files hold, by PyTorch's own account.</summary>
    internal Dictionary<string, Dictionary<string, StoredTensor>> Expected { get; } = [];

    /// <summary>A file; skips the test where there is no PyTorch.</summary>
    public string Require(string name)
    {
        Assert.SkipWhen(missing is not null, missing ?? "");
        return Path.Combine(Folder, name);
    }

    /// <summary>What PyTorch, NumPy and a plain parser read in files of ours.</summary>
    internal Dictionary<string, Dictionary<string, StoredTensor>> Read(params string[] paths)
    {
        string json = Require("found.json");
        Run(["read", json, .. paths]);
        return StoredTensor.Read(json);
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string? Run(params string[] arguments)
    {
        const string Reason = $"{Python} with torch and numpy is not installed.";
        if (!File.Exists(Python)) return Reason;
        string script = Path.Combine(AppContext.BaseDirectory, "Checkpoints", "checkpoint_oracle.py");
        using Process process = Process.Start(new ProcessStartInfo(Python, [script, .. arguments]) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (errors.Contains("ModuleNotFoundError", StringComparison.Ordinal)) return Reason;
        return process.ExitCode == 0 ? null : throw new InvalidOperationException(errors);
    }
}
