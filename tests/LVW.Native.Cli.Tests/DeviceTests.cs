using LVW.Native.Engine.Devices;

namespace LVW.Native.Cli.Tests;

/// <summary>Choosing where to compute, on whatever this machine has.</summary>
public sealed class DeviceTests
{
    [Fact]
    public async Task Devices_are_listed_with_what_was_looked_for()
    {
        CliRun run = (await CliRun.Of("devices")).RequireSuccess();
        Assert.Contains("cpu", run.Data);
        Assert.Contains("auto means", run.Data);
        Assert.Contains("libcuda.so.1", run.Messages);
        Assert.Contains("libOpenCL.so.1", run.Messages);
    }

    [Fact]
    public async Task Devices_as_JSON_name_what_auto_means()
    {
        CliRun run = (await CliRun.Of("devices", "--json")).RequireSuccess();
        Assert.Equal(DeviceCatalogue.Automatic(), run.Document.GetProperty("auto").GetString());
        Assert.Equal("cpu", run.Document.GetProperty("devices")[0].GetProperty("name").GetString());
    }

    [Theory]
    [InlineData("cuda:96", "libcuda.so.1", "nvidia-smi")]
    [InlineData("opencl:96", "libOpenCL.so.1", "clinfo")]
    public async Task A_device_that_is_not_there_is_one_line_and_exit_code_2(string device, string library, string remedy)
        => (await CliRun.Of("selfcheck", "--device", device)).RequireUserError(device, library, "Devices found: cpu", remedy);

    [Fact]
    public async Task Auto_says_what_it_chose()
    {
        CliRun run = (await CliRun.Of("selfcheck", "--device", "auto", "--case", "Sigmoid", "--problems", "1")).RequireSuccess();
        Assert.Contains($"auto chose {DeviceCatalogue.Automatic()}", run.Messages);
    }

    [Fact]
    public async Task Tensor_cores_are_refused_where_there_are_none()
        => (await CliRun.Of("selfcheck", "--device", "cpu", "--precision", "tf32")).RequireUserError("precision", "cpu", "--precision fp32");

    [Fact]
    public async Task An_unknown_precision_is_one_line()
        => (await CliRun.Of("selfcheck", "--precision", "fp8")).RequireUserError("precision", "fp8", "tf32");

    // An error in an emulated kernel ends the process, so it runs in one of its own.
    [Fact]
    public async Task Every_op_passes_on_the_emulated_device()
    {
        using var child = new ChildProcess("selfcheck", "--device", "emulated", "--problems", "1", "--size", "1");
        (int code, string messages) = await child.EndAsync();
        Assert.True(code == ExitCode.Success, messages);
    }
}
