using System.Text.Json;
using LVW.Native.Engine.Devices;

namespace LVW.Native.Cli.Tests;

/// <summary>The main job on the first OpenCL device, in processes of their own, against the processor.</summary>
public sealed class OpenCLTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly string pictures;

    public OpenCLTests()
    {
        Assert.SkipUnless(
            DeviceCatalogue.Found().Any(device => device.Name == "opencl:0"), "There is no OpenCL device on this machine (Debian: pocl-opencl-icd).");
        pictures = Tiny.Pictures(folder);
    }

    public void Dispose() => folder.Dispose();

    // Small steps: with large ones a network from scratch turns the last bit of a sum into other predictions, on the processor's own vector widths too.
    [Fact]
    public async Task The_whole_job_gives_the_processors_figures_and_the_second_start_compiles_nothing()
    {
        string[] gentle = ["--set", "base.backboneLearningRate=1e-5", "--set", "base.classifierLearningRate=1e-4", "--set", "joint.backboneLearningRate=1e-6"];
        (await CliRun.Of(Tiny.Train(pictures, folder.In("cpu"), gentle))).RequireSuccess();
        await TrainOnOpenCL("first");
        string messages = await TrainOnOpenCL("second");
        Assert.Contains("kernels: 0 compiled", messages);
        JsonElement expected = Metrics("cpu");
        JsonElement actual = Metrics("second");
        Assert.Equal("opencl:0", actual.GetProperty("device").GetString());
        foreach (string figure in new[] { "base.testAccuracy", "words.testAccuracy" }) AssertClose(expected, actual, figure, 0.01);
        foreach (string figure in new[] { "fidelity.attentionIoU50", "fidelity.attentionIoU25" }) AssertClose(expected, actual, figure, 0.02);
        Assert.Equal(Metrics("first").GetProperty("words").ToString(), actual.GetProperty("words").ToString());

        async Task<string> TrainOnOpenCL(string run)
        {
            using var child = new ChildProcess(Tiny.Train(pictures, folder.In(run), [.. gentle, "--device", "opencl", "--verbose"]));
            (int code, string messages) = await child.EndAsync();
            Assert.True(code == ExitCode.Success, messages);
            Assert.Contains("device: opencl:0", messages);
            return messages;
        }
    }

    [Fact]
    public async Task A_step_is_profiled_with_trace_and_kernels()
    {
        string trace = folder.In("trace.json");
        string kernels = folder.In("kernels");
        using var child = new ChildProcess(
            "profile", "train", "--device", "opencl", "--backbone", "resnet8-slim", "--batch", "2", "--side", "48", "--steps", "1", "--trace", trace, "--dump-kernels", kernels);
        (int code, string messages) = await child.EndAsync();
        Assert.True(code == ExitCode.Success, messages);
        JsonElement events = JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(trace)).GetProperty("traceEvents");
        Assert.Contains(events.EnumerateArray(), one => one.GetProperty("name").GetString() == "Conv2dOp.FilterGradient" && one.GetProperty("args").GetProperty("flops").GetInt64() > 0);
        string[] files = Directory.GetFiles(kernels, "*.ptx");
        Assert.NotEmpty(files);
        Assert.All(files, file => Assert.Contains(".entry", File.ReadAllText(file)));
    }

    private JsonElement Metrics(string run) => JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(Path.Combine(folder.In(run), "metrics.json")));

    private static void AssertClose(JsonElement expected, JsonElement actual, string figure, double tolerance)
    {
        foreach (string part in figure.Split('.')) (expected, actual) = (expected.GetProperty(part), actual.GetProperty(part));
        Assert.True(Math.Abs(expected.GetDouble() - actual.GetDouble()) <= tolerance, $"{figure}: {actual} instead of {expected}");
    }
}
