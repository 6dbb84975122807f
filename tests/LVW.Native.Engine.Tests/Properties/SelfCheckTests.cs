using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Testing;
using Xunit;

namespace LVW.Native.Engine.Tests.Properties;

public sealed class SelfCheckTests
{
    [Fact]
    public void Every_op_passes_on_this_processor_and_progress_is_told_of_each()
    {
        using var device = new CpuDevice();
        var told = new Progress();
        IReadOnlyList<SelfCheckResult> results = SelfCheck.Run(device, seed: 1, told, problems: 2);
        Assert.Equal(OpCatalogue.All.Count, results.Count);
        Assert.Equal(results, told.Results);
        Assert.All(results, result => Assert.True(result.Passed && result.Error <= result.Tolerance, $"{result.Case}: {result.Failure}"));
    }

    [Fact]
    public void Case_names_are_unique() => Assert.Equal(OpCatalogue.All.Count, OpCatalogue.All.Select(opCase => opCase.Name).Distinct().Count());

    private sealed class Progress : IProgress<SelfCheckResult>
    {
        public List<SelfCheckResult> Results { get; } = [];

        public void Report(SelfCheckResult value) => Results.Add(value);
    }
}
