using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Tests.Devices.Gpu;
using Xunit;

namespace LVW.Native.Engine.Tests.Devices;

[Collection(OpenCLCollection.Name)]
public sealed class DeviceCatalogueTests
{
    [Theory]
    [InlineData("cpu", true)]
    [InlineData("auto", true)]
    [InlineData("cuda", true)]
    [InlineData("cuda:3", true)]
    [InlineData("opencl:0", true)]
    [InlineData("emulated", true)]
    [InlineData("gpu", false)]
    [InlineData("cuda:", false)]
    [InlineData("opencl:x", false)]
    public void Names_are_recognised(string name, bool expected) => Assert.Equal(expected, DeviceCatalogue.IsName(name));

    [Fact]
    public void The_processor_is_always_there_and_first()
    {
        Assert.Equal("cpu", DeviceCatalogue.Found()[0].Name);
        using Device device = DeviceCatalogue.Open("cpu", threads: 1);
        Assert.Equal(1, Assert.IsType<CpuDevice>(device).HostThreads);
    }

    [Fact]
    public void Automatic_chooses_a_device_that_is_there() => Assert.Contains(DeviceCatalogue.Found(), device => device.Name == DeviceCatalogue.Automatic());

    [Fact]
    public void An_unknown_name_lists_the_known_ones()
        => Assert.Contains(DeviceCatalogue.Names, Assert.Throws<ArgumentException>(() => DeviceCatalogue.Open("abacus")).Message);

    [Theory]
    [InlineData("cuda:97", "libcuda.so.1", "nvidia-smi")]
    [InlineData("opencl:97", "libOpenCL.so.1", "clinfo")]
    public void A_missing_device_says_what_was_looked_for_what_was_found_and_what_to_do(string name, string library, string remedy)
    {
        var exception = Assert.Throws<DeviceNotFoundException>(() => DeviceCatalogue.Open(name));
        Assert.Contains(name, exception.Message);
        Assert.Contains(library, exception.Message);
        Assert.Contains("Devices found: cpu (", exception.Message);
        Assert.Contains(remedy, exception.Message);
    }
}
