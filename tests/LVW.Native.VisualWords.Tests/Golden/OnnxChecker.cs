using System.Diagnostics;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Golden;

/// <summary>Asks Debian's python3-onnx whether a file is valid, where it is installed.</summary>
internal static class OnnxChecker
{
    private const string Python = "/usr/bin/python3";

    /// <summary>Requires valid files; skips the test where ONNX's checker is missing.</summary>
    public static void Require(params string[] files)
    {
        const string Reason = $"{Python} with onnx is not installed.";
        Assert.SkipUnless(File.Exists(Python), Reason);
        string script = Path.Combine(AppContext.BaseDirectory, "Golden", "onnx_check.py");
        using Process process = Process.Start(new ProcessStartInfo(Python, [script, .. files]) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.SkipWhen(errors.Contains("ModuleNotFoundError", StringComparison.Ordinal), Reason);
        Assert.True(process.ExitCode == 0, errors);
    }
}
