using System.Text.Json;
using LVW.Native.Cli.Runs;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Diagnostics;
using LVW.Native.Engine.Testing.Distributed;

namespace LVW.Native.Cli.Tests;

public sealed class ProfileTests
{
    private static readonly ProfileJob Job = new(Training: true, "resnet8-slim", Batch: 2, Side: 48, Classes: 3, Steps: 2);

    [Fact]
    public void Reductions_begin_while_ops_of_the_backward_pass_still_run()
    {
        ProfileResult result = OfTwoRanks()[0];
        AllReduceProfile all = result.AllReduce!;
        Assert.Equal(Job.Steps * all.Buckets, result.Reductions.Count);
        Assert.InRange(all.Hidden, 1e-9, 1);
        double lastGradient = result.Timings.Where(timing => timing.Call == "FilterGradient").Max(timing => timing.StartMicroseconds);
        ReductionSpan[] last = [.. result.Reductions.Where(span => span.Step == Job.Steps - 1)];
        Assert.True(last.Length > 1, "the gradients travelled all at once");
        Assert.InRange(last[0].StartMicroseconds, 1e-9, lastGradient);
        Assert.True(last[^1].StartMicroseconds > lastGradient, "the last bucket has the gradient that is computed last");
    }

    [Fact]
    public void A_trace_has_a_row_of_reductions_on_the_clock_of_the_ops()
    {
        using var folder = new TemporaryFolder();
        ProfileResult result = OfTwoRanks()[1];
        ChromeTrace.Write(folder.In("trace.json"), "cpu", result.Timings, result.Reductions);
        JsonElement[] events = [.. JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(folder.In("trace.json"))).GetProperty("traceEvents").EnumerateArray()];
        JsonElement[] begun = [.. events.Where(one => Phase(one) == "b")];
        JsonElement[] ended = [.. events.Where(one => Phase(one) == "e")];
        Assert.Equal(result.Reductions.Count, begun.Length);
        Assert.Equal(begun.Select(one => one.GetProperty("id").GetInt32()), ended.Select(one => one.GetProperty("id").GetInt32()));
        Assert.All(begun.Zip(ended), pair => Assert.True(Time(pair.First) < Time(pair.Second)));
        Assert.Equal(result.AllReduce!.Bytes * Job.Steps, begun.Sum(one => one.GetProperty("args").GetProperty("bytes").GetDouble()));
        Assert.All(begun, one => Assert.Equal("all-reduce", one.GetProperty("name").GetString()));
        double lastOp = events.Where(one => Phase(one) == "X").Max(one => Time(one) + one.GetProperty("dur").GetDouble());
        Assert.All(ended, one => Assert.InRange(Time(one), 0, lastOp));
    }

    [Fact]
    public void A_process_alone_reduces_nothing()
    {
        using var device = new CpuDevice(threads: 1);
        ProfileResult result = (Job with { Steps = 1 }).Run(device, new Engine.Distributed.SingleProcess(), TestContext.Current.CancellationToken);
        Assert.Null(result.AllReduce);
        Assert.Empty(result.Reductions);
    }

    private static ProfileResult[] OfTwoRanks() => ThreadRanks.Run(2, ranks =>
    {
        using var device = new CpuDevice(threads: 1);
        return Job.Run(device, ranks, CancellationToken.None);
    });

    private static string? Phase(JsonElement one) => one.GetProperty("ph").GetString();

    private static double Time(JsonElement one) => one.GetProperty("ts").GetDouble();
}
