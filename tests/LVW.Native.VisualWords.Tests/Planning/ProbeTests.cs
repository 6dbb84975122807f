using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Planning;
using LVW.Native.VisualWords.Tests.Data;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Planning;

/// <summary>What is measured, on the smallest network.</summary>
public sealed class ProbeTests : IDisposable
{
    private const int Side = 48;
    private const int Classes = 3;

    private readonly TemporaryFolder folder = new();

    private static TrainingSettings Settings => Presets.Get("quick") with { Words = new WordSettings { PerClass = 2, Depth = 8, AddOn = "linear" }, ImageSize = Side };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    // The pools of the two devices cut blocks differently, and kernels of the processor need room of their own.
    [Theory]
    [InlineData(8)]
    [InlineData(24)]
    public void The_memory_of_a_step_is_foreseen_within_a_factor_of_one_and_a_half(int pictures)
    {
        MemoryPlan plan = MemoryProbe.Measure(Settings, Classes, Side, pictures, ranks: 1, decodedBytes: 0);
        using var device = new CpuDevice(threads: 1);
        using var workload = new StepWorkload(device, Settings, Classes, Side);
        foreach (string stage in (string[])["base", "warm", "joint"])
        {
            workload.Enter(stage);
            workload.Step(Pictures(pictures));
            workload.Step(Pictures(pictures));
        }

        Assert.InRange(plan.DeviceBytes / (double)device.PooledBytes, 1 / 1.5, 1.5);
    }

    [Fact]
    public void Parameters_gradients_and_moments_are_counted_exactly()
    {
        MemoryPlan plan = MemoryProbe.Measure(Settings, Classes, Side, batch: 4, ranks: 2, decodedBytes: 1000);
        using var device = new ShapeDevice();
        long words = sizeof(float) * ModelFiles.CreateWords(device, Settings, Classes).Parameters().Sum(entry => (long)entry.Parameter.Shape.Count);
        Assert.Equal(words, plan.GradientBytes);
        Assert.Equal(2 * words, plan.MomentBytes);
        Assert.Equal(words, plan.BucketBytes);
        Assert.Equal(1000, plan.PictureCacheBytes);
        Assert.Equal(0, MemoryProbe.Measure(Settings, Classes, Side, batch: 4, ranks: 1, decodedBytes: 1000).BucketBytes);
    }

    [Fact]
    public void A_share_of_the_batch_needs_less_memory_than_all_of_it()
        => Assert.True(
            MemoryProbe.Measure(Settings, Classes, Side, batch: 16, ranks: 4, decodedBytes: 0).ActivationBytes
            < MemoryProbe.Measure(Settings, Classes, Side, batch: 16, ranks: 1, decodedBytes: 0).ActivationBytes);

    [Theory]
    [InlineData("lvw")]
    [InlineData("protopnet")]
    [InlineData("black-box")]
    public void Memory_is_foreseen_for_every_kind_of_method(string method)
        => Assert.True(MemoryProbe.Measure(Methods.Get(method).Over(Settings), Classes, Side, batch: 2, ranks: 1, decodedBytes: 0).ActivationBytes > 0);

    [Theory]
    [InlineData("quick", 10, 0)]
    [InlineData("paper", 10, 0)]
    [InlineData("recommended", 10, 10)]
    [InlineData("recommended", 0, 3)]
    [InlineData("recommended", 0, 0)]
    public void Steps_of_all_stages_of_a_preset_run(string preset, double attention, double correlation)
    {
        TrainingSettings chosen = Presets.Get(preset);
        TrainingSettings settings = chosen with { Backbone = "resnet8-slim", Words = Settings.Words with { AddOn = preset == "paper" ? "regular" : "linear" }, Loss = chosen.Loss with { Attention = attention, Correlation = correlation } };
        using var device = new CpuDevice(threads: 1, poison: true);
        using var workload = new StepWorkload(device, settings, Classes, Side);
        foreach (string stage in (string[])["base", "warm", "joint"])
        {
            workload.Enter(stage);
            Assert.True(workload.Step(Pictures(3)).Total > 0);
        }
    }

    // Warm trains the head alone, with the backbone's statistics fixed; joint trains all.
    [Fact]
    public void Gradients_and_statistics_are_those_of_the_stage()
    {
        using var device = new ShapeDevice();
        using var workload = new StepWorkload(device, Settings, Classes, Side);
        workload.Enter("warm");
        long head = workload.GradientBytes;
        Assert.Empty(workload.NormalizedChannels);
        workload.Enter("joint");
        Assert.True(workload.GradientBytes > 4 * head);
        Assert.NotEmpty(workload.NormalizedChannels);
    }

    [Fact]
    public void A_stage_is_measured_alone_and_shared()
    {
        using var alone = new CpuDevice(threads: 2);
        using CpuDevice first = new(threads: 1), second = new(threads: 1);
        StageCost cost = new StepProbe(Settings, Classes, rounds: 1).Measure("joint", 6, Pictures(8), alone, [first, second], target: null, Cancellation);
        Assert.Equal(("joint", 6), (cost.Name, cost.Epochs));
        Assert.InRange(cost.BackwardShare, 0.05, 0.95);
        Assert.True(cost.Alone.At(8) > 0 && cost.Shared.At(4) > 0);
        Assert.True(cost.GradientBytes > 0 && cost.NormalizationLayers > 0);
    }

    // A device with ten times the ceilings takes a tenth of the time.
    [Fact]
    public void A_device_that_is_not_here_is_told_by_its_ceilings()
    {
        using var device = new CpuDevice(threads: 1);
        var here = new Engine.Diagnostics.DeviceCeilings(1e10, 1e11);
        var probe = new StepProbe(Settings, Classes, rounds: 1);
        StageCost same = probe.Measure("base", 1, Pictures(8), device, [], (here, here), Cancellation);
        StageCost other = probe.Measure("base", 1, Pictures(8), device, [], (new Engine.Diagnostics.DeviceCeilings(1e13, 1e14), here), Cancellation);
        Assert.True(other.Alone.At(8) < same.Alone.At(8) / 100);
    }

    [Fact]
    public void Pictures_are_measured_and_their_decoded_size_is_exact()
    {
        PictureSet set = TinyPictures.Write(folder, 20, classes: 2);
        long bytes = Enumerable.Range(0, 20).Sum(i => 3L * (9 + (i % 5)) * (8 + (i % 4)));
        (InputCost cost, long decoded) = InputProbe.Measure(set, new PairedTransform(new ViewOptions { Side = 32 }, PixelNormalization.Half), bytes / 2, cores: 2);
        Assert.Equal(bytes, decoded);
        Assert.Equal(0.5, cost.CachedShare, 2);
        Assert.Equal(2, cost.LoaderThreads);
        Assert.True(cost.FirstSeconds >= cost.CachedSeconds && cost.CachedSeconds > 0);
    }

    private static Batch Pictures(int count)
    {
        float[] pixels = new float[count * Side * Side * 3];
        new Engine.Randomness.Philox(5).FillNormal(pixels);
        return new Batch(pixels, Side, [.. Enumerable.Range(0, count).Select(n => n % Classes)], new int[count], new PictureView[count]);
    }
}
