using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.VisualWords.Backbones;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Backbones;

/// <summary>Maps that nobody reads any more go back to the device: more layers of the same maps take no more memory.</summary>
public sealed class MapMemoryTests
{
    // A device that computes no convolution and normalisation in one pass, as GPUs do not; VGG's convolutions have a bias and never go in one.
    [Theory]
    [InlineData("resnet50", "resnet152")]
    [InlineData("resnet18", "resnet34")]
    [InlineData("vgg13_bn", "vgg19_bn")]
    public void A_deeper_network_of_the_same_maps_takes_no_more_memory_to_ask(string shallow, string deep) => Assert.Equal(Asking(shallow), Asking(deep));

    private static long Asking(string name)
    {
        using var device = new ShapeDevice();
        Backbone backbone = BackboneCatalogue.Default.Create(name, device, seed: 1);
        backbone.Train(false);
        long weights = device.PooledBytes;
        using Step step = device.BeginInference();
        backbone.Forward(step.Allocate([2, 64, 64, 3]));
        return device.PooledBytes - weights;
    }
}
