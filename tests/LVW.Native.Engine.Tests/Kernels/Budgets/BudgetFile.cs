using LVW.Native.Engine.Devices.Gpu;
using Xunit;

namespace LVW.Native.Engine.Tests.Kernels.Budgets;

/// <summary>A file of budgets, and what is held against it.</summary>
/// <param name="name">The file, beside the tests' program.</param>
internal sealed class BudgetFile(string name)
{
    private static readonly string[] Architectures = ["sm_80", "sm_90a"];

    // Registers may move a little from one ptxas to the next; stack, spills and the instructions that a kernel lives by may not.
    private const int Slack = 8;

    private string Path => System.IO.Path.Combine(AppContext.BaseDirectory, name);

    /// <summary>Requires that the file lists these kernels and no other.</summary>
    public void RequireList(IEnumerable<string> kernels)
        => Assert.Equal(Listed().Select(budget => budget.Kernel).Distinct().Order(StringComparer.Ordinal), kernels.Order(StringComparer.Ordinal));

    /// <summary>Requires PTX that has an entry, calls nothing, and lets ptxas unroll.</summary>
    public static void RequireText(IReadOnlyDictionary<string, string> texts)
    {
        foreach ((string kernel, string ptx) in texts)
        {
            Assert.True(ptx.Contains(".entry", StringComparison.Ordinal), $"{kernel} has no entry");
            Assert.False(ptx.Contains("call", StringComparison.Ordinal), $"{kernel} calls a function: {ptx}");
            Assert.False(ptx.Contains("bra.uni", StringComparison.Ordinal), $"{kernel} has a branch that keeps ptxas from unrolling");
        }
    }

    /// <summary>Assembles every kernel and requires that it stays within its budget; writes the file anew where <c>LVW_WRITE_BUDGETS</c> names a folder.</summary>
    public void RequireBudgets(IReadOnlyDictionary<string, string> texts)
    {
        Assembler.SkipWithoutTools();
        KernelBudget[] measured = [.. texts.AsParallel().SelectMany(text => Architectures.Select(architecture => Assembler.Measure(text.Key, text.Value, architecture)))];
        if (Environment.GetEnvironmentVariable("LVW_WRITE_BUDGETS") is { Length: > 0 } folder)
        {
            File.WriteAllLines(System.IO.Path.Combine(folder, name), [KernelBudget.Header, .. measured.Select(budget => budget.ToString()).Order(StringComparer.Ordinal)]);
            return;
        }

        Dictionary<(string, string), KernelBudget> granted = Listed().ToDictionary(budget => budget.Key);
        string[] excesses = [.. measured.Select(kernel => Excess(kernel, granted.GetValueOrDefault(kernel.Key))).OfType<string>().Order(StringComparer.Ordinal)];
        Assert.True(excesses.Length == 0, string.Join('\n', excesses));
    }

    /// <summary>The PTX of kernels by name.</summary>
    public static IReadOnlyDictionary<string, string> Compile(IEnumerable<Type> kernels)
    {
        using var compiler = new PtxCompiler();
        return kernels.Select(KernelRequest.Of).ToDictionary(request => request.DisplayName, compiler.Compile, StringComparer.Ordinal);
    }

    private static string? Excess(KernelBudget kernel, KernelBudget? granted)
    {
        if (granted is null) return $"{kernel} has no budget";
        bool within = kernel.Registers <= granted.Registers + Slack && kernel.Stack <= granted.Stack && kernel.Spills <= granted.Spills
            && kernel.Shared <= granted.Shared && kernel.Hmma >= granted.Hmma && kernel.WideSharedLoads >= granted.WideSharedLoads;
        return within ? null : $"{kernel} exceeds its budget {granted}";
    }

    private IEnumerable<KernelBudget> Listed() => File.ReadLines(Path).Skip(1).Select(KernelBudget.Parse);
}
