using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Diagnostics;
using LVW.Native.Engine.Testing.Gpu;
using Xunit;

namespace LVW.Native.Engine.Tests.Kernels.Budgets;

/// <summary>Every kernel becomes PTX, and what ptxas makes of it stays within the budget that <c>budgets.csv</c> grants it.</summary>
public sealed class KernelBudgetTests(KernelCensusFixture census) : IClassFixture<KernelCensusFixture>
{
    private static readonly BudgetFile Budgets = new("budgets.csv");

    // Kernels that no op launches: what measures a device, and what fills its blocks.
    private static IEnumerable<Type> BeyondCases => [typeof(CeilingProbe.MultiplyAddKernel), typeof(FillKernel)];

    [Fact]
    public void The_cases_launch_every_kernel_that_the_engine_has()
        => Assert.Empty(KernelCensus.Missing(typeof(IGpuKernel).Assembly, census.Kernels).Except(BeyondCases));

    [Fact]
    public void Every_kernel_becomes_PTX_without_calls() => BudgetFile.RequireText(census.Texts);

    [Fact]
    public void The_list_of_kernels_is_the_one_in_the_repository() => Budgets.RequireList(census.Texts.Keys);

    [Fact]
    public void Equal_kernels_have_equal_text_whatever_was_compiled_before()
    {
        using var compiler = new PtxCompiler();
        foreach (Type kernel in census.Kernels.Take(5)) Assert.Equal(census.Texts[TypeNames.Of(kernel)], compiler.Compile(KernelRequest.Of(kernel)));
    }

    [Fact]
    public void Every_kernel_assembles_within_its_budget() => Budgets.RequireBudgets(census.Texts);
}
