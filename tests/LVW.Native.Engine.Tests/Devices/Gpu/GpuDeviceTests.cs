using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Diagnostics;
using LVW.Native.Engine.Memory;
using Xunit;

namespace LVW.Native.Engine.Tests.Devices.Gpu;

[Collection(OpenCLCollection.Name)]
public sealed class GpuDeviceTests(OpenCLFixture fixture)
{
    private GpuDevice Device => fixture.Device;

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(100_003)]
    public void Values_come_back_as_they_went(int length)
    {
        float[] values = [.. Enumerable.Range(0, length).Select(i => i * 0.5f)];
        Storage storage = Device.Rent(length);
        Device.CopyIn(values, storage);
        float[] back = new float[length];
        Device.CopyOut(storage, back);
        Device.Return(storage);
        Assert.Equal(values, back);
    }

    [Fact]
    public void More_uploads_than_buffers_keep_their_order()
    {
        Storage[] blocks = [.. Enumerable.Range(0, 20).Select(_ => Device.Rent(1000))];
        for (int i = 0; i < blocks.Length; i++) Device.CopyIn(Enumerable.Repeat((float)i, 1000).ToArray(), blocks[i]);
        float[] back = new float[1000];
        for (int i = 0; i < blocks.Length; i++)
        {
            Device.CopyOut(blocks[i], back);
            Assert.All(back, value => Assert.Equal(i, value));
            Device.Return(blocks[i]);
        }
    }

    [Fact]
    public void A_cleared_block_is_zero_and_a_rented_one_poisoned()
    {
        Storage storage = Device.Rent(300);
        float[] back = new float[300];
        Device.CopyOut(storage, back);
        Assert.All(back, value => Assert.True(float.IsNaN(value)));
        Device.Clear(storage);
        Device.CopyOut(storage, back);
        Device.Return(storage);
        Assert.All(back, value => Assert.Equal(0f, value));
    }

    [Fact]
    public void From_the_second_identical_step_on_the_pool_takes_nothing_from_the_device()
    {
        Once();
        long pooled = Device.PooledBytes;
        for (int i = 0; i < 3; i++) Once();
        Assert.Equal(pooled, Device.PooledBytes);

        void Once()
        {
            using Step step = Device.BeginStep();
            Tensor x = step.Input(new float[4000], [4000], requiresGradient: true);
            (x.Sigmoid() * x).Sum().Backward();
        }
    }

    [Fact]
    public void An_error_that_a_kernel_finds_is_thrown_when_the_host_next_waits()
    {
        Storage storage = Device.Rent(10);
        ArgumentException Describe(int found, int place) => new($"found {found} at {place}");
        Device.LaunchOver(10, new FaultyKernel(Device.Faults.Watch(Describe)));
        var exception = Assert.Throws<ArgumentException>(() => Device.CopyOut(storage, new float[10]));
        Assert.Equal("found 7 at 3", exception.Message);
        Device.CopyOut(storage, new float[10]);
        Device.Return(storage);
    }

    [Fact]
    public void Marks_measure_the_work_between_them()
    {
        Storage storage = Device.Rent(1 << 20);
        using DeviceMark start = Device.Mark();
        for (int i = 0; i < 8; i++) Device.Clear(storage);
        using DeviceMark end = Device.Mark();
        Device.Return(storage);
        Assert.True(end.MicrosecondsSince(start) > 0);
    }

    [Fact]
    public void A_kernel_that_cannot_be_compiled_is_named_with_the_remedy()
    {
        // A context that failed to compile may be damaged, so this one is thrown away.
        _ = Device;
        using GpuDevice own = GpuDevice.OpenCL(0, new GpuOptions { KernelCache = "" });
        var exception = Assert.Throws<NotSupportedException>(() => own.LaunchOver(1, new UntranslatableKernel(1)));
        Assert.Contains("UntranslatableKernel", exception.Message);
        Assert.Contains("what ILGPU translates", exception.Message);
    }
}
