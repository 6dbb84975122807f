using LVW.Native.Engine.Devices;
using LVW.Native.VisualWords.Backbones;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Backbones;

public sealed class BackboneKeysTests
{
    [Theory]
    [InlineData("features.denseblock1.denselayer1.norm.1.weight", "features.denseblock1.denselayer1.norm1.weight")]
    [InlineData("features.denseblock4.denselayer16.norm.2.running_var", "features.denseblock4.denselayer16.norm2.running_var")]
    [InlineData("features.denseblock3.denselayer24.conv.2.weight", "features.denseblock3.denselayer24.conv2.weight")]
    [InlineData("features.denseblock1.denselayer1.norm1.weight", "features.denseblock1.denselayer1.norm1.weight")]
    [InlineData("features.transition1.norm.weight", "features.transition1.norm.weight")]
    [InlineData("classifier.weight", "classifier.weight")]
    public void The_keys_of_published_DenseNets_become_those_of_today(string old, string current)
        => Assert.Equal(current, Create("densenet121").CurrentKey(old));

    [Theory]
    [InlineData("resnet50", "fc")]
    [InlineData("resnet20", "linear")]
    [InlineData("densenet121", "classifier")]
    [InlineData("vgg16", null)]
    [InlineData("squeezenet1_0", null)]
    public void A_classifier_that_is_one_linear_layer_is_named(string name, string? key) => Assert.Equal(key, Create(name).ClassifierKey);

    [Theory]
    [InlineData("squeezenet1_0", 7)]
    [InlineData("squeezenet1_1", 8)]
    [InlineData("resnet18", 0)]
    public void SqueezeNets_freeze_what_comes_before_the_sixth_fire_module(string name, int stages) => Assert.Equal(stages, Create(name).PretrainedStages);

    private static Backbone Create(string name)
    {
        using var device = new ShapeDevice();
        return BackboneCatalogue.Default.Create(name, device, seed: 1);
    }
}
