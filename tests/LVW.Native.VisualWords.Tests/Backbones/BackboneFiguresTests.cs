using LVW.Native.VisualWords.Backbones;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Backbones;

public sealed class BackboneFiguresTests
{
    private const long VggHead = (25088L * 4096) + (4096 * 4096) + (4096 * 1000);

    // torchvision's tables for whole classifiers of 1,000 classes: parameters and thousand millions of multiply-adds; then what its classifier has of both.
    [Theory]
    [InlineData("resnet18", 11689512, 1.814, 513000, 512000)]
    [InlineData("resnet34", 21797672, 3.664, 513000, 512000)]
    [InlineData("resnet50", 25557032, 4.089, 2049000, 2048000)]
    [InlineData("resnet101", 44549160, 7.801, 2049000, 2048000)]
    [InlineData("resnet152", 60192808, 11.514, 2049000, 2048000)]
    [InlineData("densenet121", 7978856, 2.834, 1025000, 1024000)]
    [InlineData("densenet161", 28681000, 7.728, 2209000, 2208000)]
    [InlineData("densenet169", 14149480, 3.36, 1665000, 1664000)]
    [InlineData("densenet201", 20013928, 4.291, 1921000, 1920000)]
    [InlineData("squeezenet1_0", 1248424, 0.819, 513000, 169 * 512000)]
    [InlineData("squeezenet1_1", 1235496, 0.349, 513000, 169 * 512000)]
    [InlineData("vgg11", 132863336, 7.609, VggHead + 9192, VggHead)]
    [InlineData("vgg11_bn", 132868840, 7.609, VggHead + 9192, VggHead)]
    [InlineData("vgg13", 133047848, 11.308, VggHead + 9192, VggHead)]
    [InlineData("vgg13_bn", 133053736, 11.308, VggHead + 9192, VggHead)]
    [InlineData("vgg16", 138357544, 15.47, VggHead + 9192, VggHead)]
    [InlineData("vgg16_bn", 138365992, 15.47, VggHead + 9192, VggHead)]
    [InlineData("vgg19", 143667240, 19.632, VggHead + 9192, VggHead)]
    [InlineData("vgg19_bn", 143678248, 19.632, VggHead + 9192, VggHead)]
    public void Parameters_and_multiply_adds_are_torchvisions_without_its_classifier(string name, long parameters, double billions, long headParameters, long headMultiplyAdds)
    {
        BackboneFigures figures = BackboneFigures.Of(BackboneCatalogue.Default, name);
        Assert.Equal(parameters - headParameters, figures.Parameters);
        Assert.Equal(billions, (figures.MultiplyAdds + headMultiplyAdds) / 1e9, tolerance: 0.00051);
    }

    // He et al. 2016, table 6, and what the literature on smaller networks gives: millions of both.
    [Theory]
    [InlineData("resnet20", 0.27, 40.55)]
    [InlineData("resnet32", 0.46, 68.86)]
    [InlineData("resnet44", 0.66, 97.17)]
    [InlineData("resnet56", 0.85, 125.48)]
    public void The_networks_for_CIFAR_have_the_published_figures(string name, double parameters, double multiplyAdds)
    {
        BackboneFigures figures = BackboneFigures.Of(BackboneCatalogue.Default, name);
        Assert.Equal(parameters, figures.Parameters / 1e6, tolerance: 0.0051);
        Assert.Equal(multiplyAdds, figures.MultiplyAdds / 1e6, tolerance: 0.02);
        Assert.Equal((32, 8, 8, 64, 4), (figures.InputSide, figures.Height, figures.Width, figures.Channels, figures.Stride));
    }

    [Fact]
    public void Another_side_gives_another_map_and_the_same_parameters()
    {
        BackboneFigures small = BackboneFigures.Of(BackboneCatalogue.Default, "densenet121", side: 112), whole = BackboneFigures.Of(BackboneCatalogue.Default, "densenet121");
        Assert.Equal((7, 7, 1024, 32), (whole.Height, whole.Width, whole.Channels, whole.Stride));
        Assert.Equal((3, 3, 1024, 32), (small.Height, small.Width, small.Channels, small.Stride));
        Assert.Equal(whole.Parameters, small.Parameters);
        Assert.InRange(small.MultiplyAdds / (double)whole.MultiplyAdds, 0.2, 0.25);
    }

    [Theory]
    [InlineData(int.MaxValue)]
    [InlineData(4097)]
    [InlineData(0)]
    [InlineData(-5)]
    public void A_side_out_of_reach_is_an_error_that_names_it(int side)
    {
        string message = Assert.Throws<ArgumentOutOfRangeException>(() => BackboneFigures.Of(BackboneCatalogue.Default, "resnet20", side)).Message;
        Assert.Contains($"{side} pixels", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_map_has_the_size_that_the_receptive_fields_tell_and_the_channels_that_the_backbone_says()
    {
        using var device = new Engine.Devices.ShapeDevice();
        foreach (string name in BackboneCatalogue.Default.Names)
        {
            Backbone backbone = BackboneCatalogue.Default.Create(name, device, seed: 1);
            foreach (int side in new[] { 64, 97, 224 })
            {
                BackboneFigures figures = BackboneFigures.Of(BackboneCatalogue.Default, name, side);
                int cells = backbone.ReceptiveField(side).Cells;
                Assert.Equal((name, side, cells, cells, backbone.FeatureChannels), (name, side, figures.Height, figures.Width, figures.Channels));
            }
        }
    }
}
