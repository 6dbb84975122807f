using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Diagnostics;
using LVW.Native.Engine.Testing.Gpu;
using Xunit;

namespace LVW.Native.Engine.Tests.Kernels.Budgets;

/// <summary>Every kernel becomes PTX, and what ptxas makes of it stays within the budget that <c>budgets.csv</c> grants it.</summary>
public sealed class KernelBudgetTests(KernelCensusFixture census) : IClassFixture<KernelCensusFixture>
{
    private static readonly string[] Architectures = ["sm_80", "sm_90a"];

    private static string BudgetFile => Path.Combine(AppContext.BaseDirectory, "budgets.csv");

    [Fact]
    public void The_cases_launch_every_kernel_that_the_engine_has()
        => Assert.Empty(KernelCensus.Missing(typeof(IGpuKernel).Assembly, census.Kernels).Except(BeyondCases));

    [Fact]
    public void Every_kernel_becomes_PTX_without_calls()
    {
        foreach ((string name, string ptx) in census.Texts)
        {
            Assert.True(ptx.Contains(".entry", StringComparison.Ordinal), $"{name} has no entry");
            Assert.False(ptx.Contains("call", StringComparison.Ordinal), $"{name} calls a function: {ptx}");
            Assert.False(ptx.Contains("bra.uni", StringComparison.Ordinal), $"{name} has a branch that keeps ptxas from unrolling");
        }
    }

    [Fact]
    public void The_list_of_kernels_is_the_one_in_the_repository()
        => Assert.Equal(Listed().Select(budget => budget.Kernel).Distinct().Order(StringComparer.Ordinal), census.Texts.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Equal_kernels_have_equal_text_whatever_was_compiled_before()
    {
        using var compiler = new PtxCompiler();
        foreach (Type kernel in census.Kernels.Take(5)) Assert.Equal(census.Texts[TypeNames.Of(kernel)], compiler.Compile(KernelRequest.Of(kernel)));
    }

    [Fact]
    public void Every_kernel_assembles_within_its_budget()
    {
        Assembler.SkipWithoutTools();
        KernelBudget[] measured = [.. census.Texts.AsParallel().SelectMany(text => Architectures.Select(architecture => Assembler.Measure(text.Key, text.Value, architecture)))];
        if (Environment.GetEnvironmentVariable("LVW_WRITE_BUDGETS") is { Length: > 0 } path)
        {
            File.WriteAllLines(path, [KernelBudget.Header, .. measured.Select(budget => budget.ToString()).Order(StringComparer.Ordinal)]);
            return;
        }

        Dictionary<(string, string), KernelBudget> granted = Listed().ToDictionary(budget => budget.Key);
        string[] excesses = [.. measured.Select(kernel => Excess(kernel, granted.GetValueOrDefault(kernel.Key))).OfType<string>().Order(StringComparer.Ordinal)];
        Assert.True(excesses.Length == 0, string.Join('\n', excesses));
    }

    // Kernels that no op launches: what measures a device, and what fills its blocks.
    private static IEnumerable<Type> BeyondCases => [typeof(CeilingProbe.MultiplyAddKernel), typeof(FillKernel)];

    // Registers may move a little from one ptxas to the next; stack, spills and the instructions that a kernel lives by may not.
    private static string? Excess(KernelBudget kernel, KernelBudget? granted)
    {
        const int Slack = 8;
        if (granted is null) return $"{kernel} has no budget";
        bool within = kernel.Registers <= granted.Registers + Slack && kernel.Stack <= granted.Stack && kernel.Spills <= granted.Spills
            && kernel.Shared <= granted.Shared && kernel.Hmma >= granted.Hmma && kernel.WideSharedLoads >= granted.WideSharedLoads;
        return within ? null : $"{kernel} exceeds its budget {granted}";
    }

    private static IEnumerable<KernelBudget> Listed() => File.ReadLines(BudgetFile).Skip(1).Select(KernelBudget.Parse);
}
