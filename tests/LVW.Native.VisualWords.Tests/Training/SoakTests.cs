using LVW.Native.Benchmarks.SoakRun;
using LVW.Native.Engine.Distributed;
using LVW.Native.Engine.Testing.Distributed;
using LVW.Native.VisualWords.Tests.Data;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Training;

/// <summary>Whole runs of many tiny steps with checkpoints, alone and as two ranks; alone in the process, because what is counted is the process's.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
[Collection(Name)]
public sealed class SoakTests
{
    private const string Name = "soak";
    private const long LeastLeak = 128 << 10;

    private static readonly SoakOptions Options = new() { Steps = 2000, Samples = 40, Side = 16 };

    [Fact]
    public void Two_thousand_steps_leave_heap_pool_and_open_files_as_they_were()
    {
        using var folder = new TemporaryFolder();
        AssertFlat(LongRun.Train(Options, folder.In("run"), new SingleProcess(), _ => { }));
    }

    [Fact]
    public void Two_thousand_steps_of_two_ranks_leave_heap_pool_and_open_files_as_they_were()
    {
        using var folder = new TemporaryFolder();
        foreach (IReadOnlyList<SoakSample> samples in ThreadRanks.Run(2, ranks => LongRun.Train(Options, folder.In("run"), ranks, _ => { }))) AssertFlat(samples);
    }

    [Fact]
    public void What_grows_with_the_steps_is_found()
    {
        SoakSample[] samples = [.. Enumerable.Range(1, 40).Select(i => new SoakSample("base", 50 * i, 1_000_000 + (20_000 * i), 100_000_000, 4096, 100, 10, 0.5))];
        SoakGrowth growth = Assert.Single(SoakGrowth.Of(samples));
        Assert.True(growth.IsLeak);
        Assert.InRange(growth.HeapBytes, 20_000 * 15, 20_000 * 25);
    }

    // A heap of 300 bytes more with each step is found; what the test runner itself keeps meanwhile is less.
    private static void AssertFlat(IReadOnlyList<SoakSample> samples)
    {
        Assert.All(samples, sample => Assert.True(double.IsFinite(sample.Loss)));
        IReadOnlyList<SoakGrowth> stages = SoakGrowth.Of(samples);
        Assert.Equal(["base", "joint"], stages.Select(stage => stage.Stage));
        Assert.All(stages, stage => Assert.Equal(0, stage.PooledBytes));
        Assert.All(stages, stage => Assert.InRange(stage.HeapBytes, long.MinValue, LeastLeak));
        if (OperatingSystem.IsLinux()) Assert.All(stages, stage => Assert.InRange(stage.Handles, -2, 2));
    }
}
