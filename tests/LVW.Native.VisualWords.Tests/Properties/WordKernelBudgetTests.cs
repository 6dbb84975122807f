using LVW.Native.Engine.Testing.Gpu;
using LVW.Native.Engine.Tests.Kernels.Budgets;
using LVW.Native.VisualWords.Losses;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Properties;

/// <summary>The kernels of visual words become PTX and stay within the budgets of <c>word-budgets.csv</c>.</summary>
public sealed class WordKernelBudgetTests
{
    private static readonly BudgetFile Budgets = new("word-budgets.csv");

    private readonly IReadOnlyList<Type> kernels = [.. KernelCensus.Of(VisualWordCases.All).Where(IsOwn)];

    [Fact]
    public void The_cases_launch_every_kernel_that_visual_words_have() => Assert.Empty(KernelCensus.Missing(typeof(AttentionAlignmentOp).Assembly, kernels));

    [Fact]
    public void Every_kernel_becomes_PTX_and_the_list_is_the_one_in_the_repository()
    {
        IReadOnlyDictionary<string, string> texts = BudgetFile.Compile(kernels);
        BudgetFile.RequireText(texts);
        Budgets.RequireList(texts.Keys);
    }

    [Fact]
    public void Every_kernel_assembles_within_its_budget() => Budgets.RequireBudgets(BudgetFile.Compile(kernels));

    // Its own, or the engine's for a formula of its own.
    private static bool IsOwn(Type kernel)
        => kernel.Assembly == typeof(AttentionAlignmentOp).Assembly || kernel.GetGenericArguments().Any(argument => argument.Assembly == typeof(AttentionAlignmentOp).Assembly);
}
