using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using LVW.Native.Engine.Devices.Gpu;
using Xunit;

namespace LVW.Native.Engine.Tests.Kernels.Budgets;

/// <summary>Assembles PTX with the CUDA toolkit's programs, where they are on PATH.</summary>
internal static partial class Assembler
{
    public static void SkipWithoutTools()
    {
        Assert.SkipWhen(CudaTools.Find("ptxas") is null || CudaTools.Find("cuobjdump") is null, "ptxas and cuobjdump are not on PATH.");
        string version = Run(CudaTools.Find("ptxas")!, "--version");
        Match release = Release().Match(version);
        Assert.SkipWhen(
            release.Success && new Version(release.Groups[1].Value) < new Version(12, 4), "ptxas is older than 12.4 and does not know this PTX.");
    }

    public static KernelBudget Measure(string kernel, string ptx, string architecture)
    {
        string stem = Path.Combine(Path.GetTempPath(), $"lvw-{Guid.NewGuid():N}");
        string source = stem + ".ptx";
        string binary = stem + ".cubin";
        try
        {
            File.WriteAllText(source, PtxText.For(ptx, architecture));
            string told = Run(CudaTools.Find("ptxas")!, "-v", $"-arch={architecture}", source, "-o", binary);

            // Machine code is written out only where its instructions matter: the kernels that live by products, on the newer architecture.
            bool lives = architecture == "sm_90a" && (ptx.Contains("mma.sync", StringComparison.Ordinal) || ptx.Contains("ld.shared.v4", StringComparison.Ordinal));
            string code = lives ? Run(CudaTools.Find("cuobjdump")!, "-sass", binary) : "";
            return new KernelBudget(
                kernel,
                architecture,
                Number(Registers(), told),
                Number(Stack(), told),
                Number(SpillStores(), told) + Number(SpillLoads(), told),
                Number(Shared(), told),
                Hmma().Count(code),
                WideLoad().Count(code));
        }
        finally
        {
            File.Delete(source);
            File.Delete(binary);
        }
    }

    private static int Number(Regex pattern, string text)
        => pattern.Match(text) is { Success: true } match ? int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 0;

    private static string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        string all = output + errors.Result;
        Assert.True(process.ExitCode == 0, $"{Path.GetFileName(program)} {string.Join(' ', arguments)}: {all}");
        return all;
    }

    [GeneratedRegex(@"release (\d+\.\d+)")]
    private static partial Regex Release();

    [GeneratedRegex(@"Used (\d+) registers")]
    private static partial Regex Registers();

    [GeneratedRegex(@"(\d+) bytes stack frame")]
    private static partial Regex Stack();

    [GeneratedRegex(@"(\d+) bytes spill stores")]
    private static partial Regex SpillStores();

    [GeneratedRegex(@"(\d+) bytes spill loads")]
    private static partial Regex SpillLoads();

    [GeneratedRegex(@"(\d+) bytes smem")]
    private static partial Regex Shared();

    [GeneratedRegex(@"\bHMMA\.")]
    private static partial Regex Hmma();

    [GeneratedRegex(@"\bLDS(\.U)?\.128\b")]
    private static partial Regex WideLoad();
}
