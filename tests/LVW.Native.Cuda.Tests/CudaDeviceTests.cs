using LVW.Native.Cuda.Tests.Driver;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;
using Xunit;

namespace LVW.Native.Cuda.Tests;

/// <summary>The way from a device's name to a launch, as it goes on a machine with an NVIDIA GPU.</summary>
public sealed class CudaDeviceTests
{
    public CudaDeviceTests() => CudaFixture.SkipWithoutDriver();

    [Fact]
    public void The_device_is_found_and_chosen_unasked()
    {
        Assert.Contains(DeviceCatalogue.Found(), device => device.Name == "cuda:0");
        Assert.Equal("cuda:0", DeviceCatalogue.Automatic());
        using var opened = Assert.IsType<GpuDevice>(DeviceCatalogue.Open("auto"));
        Assert.Equal(GpuApi.Cuda, opened.Api);
    }

    [Fact]
    public void The_second_start_compiles_no_kernel_and_computes_the_same()
    {
        string folder = Directory.CreateTempSubdirectory("lvw-kernels").FullName;
        try
        {
            (float[] first, GpuKernelCounts cold) = Run(folder);
            (float[] second, GpuKernelCounts warm) = Run(folder);
            Assert.True(cold.Compiled > 0);
            Assert.Equal(0, warm.Compiled);
            Assert.Equal(cold.Compiled, warm.Cached);
            Assert.Equal(first, second);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_group_may_have_more_shared_memory_than_48_KB()
    {
        using GpuDevice device = GpuDevice.Cuda(0, new GpuOptions { KernelCache = "" });
        Storage storage = device.Rent(256);
        device.LaunchOver(256, new LargeSharedKernel(storage.View()));
        float[] values = new float[256];
        device.CopyOut(storage, values);
        device.Return(storage);
        Assert.Equal(Enumerable.Range(0, 256).Select(i => (float)(255 - i)), values);
    }

    [Fact]
    public void When_memory_runs_out_idle_blocks_are_given_back_before_it_is_an_error()
    {
        Assert.SkipWhen(CudaFixture.IsHardware, "A GPU's memory cannot be limited.");
        using GpuDevice device = GpuDevice.Cuda(0);
        try
        {
            InterpretedDriver.MemoryLimit = InterpretedDriver.UsedMemory + (1 << 20);
            device.Return(device.Rent(200_000));
            Storage second = device.Rent(240_000);
            Assert.Equal(1, second.Length / 240_000);
            Assert.True(device.PooledBytes < 1 << 20);
            var exception = Assert.Throws<DeviceMemoryException>(() => device.Rent(100_000));
            Assert.Contains("out of memory", exception.Message);
            Assert.Contains("smaller batch", exception.Message);
        }
        finally
        {
            InterpretedDriver.MemoryLimit = long.MaxValue;
        }
    }

    [Fact]
    public void Tensor_cores_are_used_when_they_are_asked_for()
    {
        using GpuDevice exact = GpuDevice.Cuda(0);
        using GpuDevice fast = GpuDevice.Cuda(0, new GpuOptions { Precision = GpuPrecision.Tf32 });
        Assert.False(exact.UsesTensorCores);
        Assert.True(fast.UsesTensorCores);
    }

    private static (float[] Values, GpuKernelCounts Counts) Run(string cache)
    {
        using GpuDevice device = GpuDevice.Cuda(0, new GpuOptions { KernelCache = cache });
        using Step step = device.BeginStep();
        Tensor x = step.Input([.. Enumerable.Range(0, 500).Select(i => i * 0.01f)], [500], requiresGradient: true);
        return ((x.Sigmoid() * x).ToArray(), device.Kernels);
    }
}
