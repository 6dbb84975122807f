using System.Diagnostics;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Golden;

/// <summary>Asks Debian's PyTorch and torchvision, where they are installed.</summary>
internal static class TorchOracle
{
    private const string Python = "/usr/bin/python3";

    private static string Script => Path.Combine(AppContext.BaseDirectory, "Golden", "torch_oracle.py");

    /// <summary>Runs a command of the script; skips the test where PyTorch or torchvision is missing.</summary>
    public static void Run(params string[] arguments)
    {
        const string Reason = $"{Python} with torch, torchvision and PIL is not installed.";
        Assert.SkipUnless(File.Exists(Python), Reason);
        using Process process = Process.Start(new ProcessStartInfo(Python, [Script, .. arguments]) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.SkipWhen(errors.Contains("ModuleNotFoundError", StringComparison.Ordinal), Reason);
        Assert.True(process.ExitCode == 0, errors);
    }
}
