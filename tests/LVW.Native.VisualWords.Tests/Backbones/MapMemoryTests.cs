using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Randomness;
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

    [Theory]
    [InlineData(2, 6)]
    [InlineData(3, 5)]
    public void Frozen_layers_before_the_trained_ones_take_no_memory_each_in_training(int few, int many)
    {
        Assert.Equal(Training(few, frozenStages: 2), Training(many, frozenStages: 2));
        Assert.True(Training(few, frozenStages: 0) < Training(many, frozenStages: 0));
    }

    [Fact]
    public void What_frozen_layers_give_back_changes_no_bit_of_the_gradients()
    {
        float[] pixels = new float[2 * 32 * 32 * 3];
        new Philox(5).FillNormal(pixels);
        using var device = new CpuDevice(threads: 2, poison: true);
        ResNet backbone = Blocks(device, 3);
        backbone.Freeze(2);
        float[][] front = [.. backbone.Stages.Take(2).SelectMany(stage => stage.State()).Select(entry => entry.Parameter.ToArray())];
        float[] start;
        using (Step step = device.BeginStep())
        {
            Tensor early = backbone.Forward(step.Input(pixels, [2, 32, 32, 3]), 0, 2);
            start = early.ToArray();
            backbone.Forward(early, 2, backbone.Stages.Count).Square().Sum().Backward();
        }

        float[][] together = Gradients(backbone, device);
        using (Step step = device.BeginStep())
        {
            backbone.Forward(step.Input(start, [2, 32, 32, 8]), 2, backbone.Stages.Count).Square().Sum().Backward();
        }

        float[][] apart = Gradients(backbone, device);
        Assert.NotEmpty(together);
        for (int i = 0; i < together.Length; i++) Assert.Equal(apart[i], together[i]);
        Assert.Equal(front, backbone.Stages.Take(2).SelectMany(stage => stage.State()).Select(entry => entry.Parameter.ToArray()));
    }

    // Blocks of the same maps in the second stage, which is frozen with the stem or not.
    private static ResNet Blocks(Device device, int count)
        => new(device, new Philox(3), new ResNetPlan("blocks", [count, 1], [8, 8]) { StemKernel = 3, StemStride = 1, StemPooling = false });

    private static float[][] Gradients(Backbone backbone, Device device) => [.. backbone.Parameters().Where(entry => entry.Parameter.RequiresGradient).Select(entry =>
    {
        float[] values = new float[entry.Parameter.Shape.Count];
        device.CopyOut(entry.Parameter.Gradient, values);
        return values;
    })];

    private static long Training(int blocks, int frozenStages)
    {
        using var device = new ShapeDevice();
        ResNet backbone = Blocks(device, blocks);
        backbone.Freeze(frozenStages);
        long weights = device.PooledBytes;
        using Step step = device.BeginStep();
        backbone.Forward(step.Allocate([2, 64, 64, 3]));
        return device.PooledBytes - weights;
    }

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
