using System.Diagnostics;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Golden;

/// <summary>Asks Debian's PyTorch and torchvision, where they are installed.</summary>
internal static class TorchOracle
{
    private const string Python = "/usr/bin/python3";

    /// <summary>Runs a command of <c>torch_oracle.py</c>; skips the test where PyTorch or torchvision is missing.</summary>
    public static void Run(params string[] arguments) => RunScript("torch_oracle.py", arguments);

    /// <summary>Runs a script of this folder; skips the test where PyTorch or torchvision is missing.</summary>
    public static void RunScript(string name, params string[] arguments)
    {
        string script = Path.Combine(AppContext.BaseDirectory, "Golden", name);
        const string Reason = $"{Python} with torch, torchvision and PIL is not installed.";
        Assert.SkipUnless(File.Exists(Python), Reason);
        using Process process = Process.Start(new ProcessStartInfo(Python, [script, .. arguments]) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.SkipWhen(errors.Contains("ModuleNotFoundError", StringComparison.Ordinal), Reason);
        Assert.True(process.ExitCode == 0, errors);
    }
}
