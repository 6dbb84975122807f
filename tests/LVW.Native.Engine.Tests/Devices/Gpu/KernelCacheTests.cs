using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;
using Xunit;

namespace LVW.Native.Engine.Tests.Devices.Gpu;

[Collection(OpenCLCollection.Name)]
public sealed class KernelCacheTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("lvw-kernels").FullName;

    public KernelCacheTests(OpenCLFixture fixture) => _ = fixture.Device;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_second_start_compiles_no_kernel_and_computes_the_same()
    {
        (float[] first, GpuKernelCounts cold) = Run(folder);
        (float[] second, GpuKernelCounts warm) = Run(folder);
        Assert.True(cold.Compiled > 0);
        Assert.Equal(0, cold.Cached);
        Assert.Equal(0, warm.Compiled);
        Assert.Equal(cold.Compiled, warm.Cached);
        Assert.Equal(first, second);
    }

    [Fact]
    public void A_damaged_file_is_compiled_again()
    {
        (float[] first, GpuKernelCounts cold) = Run(folder);
        foreach (string file in Directory.GetFiles(folder)) File.WriteAllText(file, File.ReadAllText(file).Replace("kernel", "kernul", StringComparison.Ordinal));
        (float[] second, GpuKernelCounts again) = Run(folder);
        Assert.Equal(cold.Compiled, again.Compiled);
        Assert.Equal(first, second);
    }

    [Fact]
    public void Without_a_folder_nothing_is_kept()
    {
        Run("");
        (_, GpuKernelCounts second) = Run("");
        Assert.True(second.Compiled > 0);
        Assert.Equal(0, second.Cached);
    }

    [Fact]
    public void A_folder_that_cannot_be_written_costs_nothing_but_time()
    {
        string file = Path.Combine(folder, "file");
        File.WriteAllText(file, "");
        (_, GpuKernelCounts counts) = Run(Path.Combine(file, "below"));
        Assert.True(counts.Compiled > 0);
    }

    private static (float[] Values, GpuKernelCounts Counts) Run(string cache)
    {
        using GpuDevice device = GpuDevice.OpenCL(0, new GpuOptions { KernelCache = cache });
        using Step step = device.BeginStep();
        Tensor x = step.Input([.. Enumerable.Range(0, 500).Select(i => i * 0.01f)], [500], requiresGradient: true);
        return ((x.Sigmoid() * x).ToArray(), device.Kernels);
    }
}
