using LVW.Native.Engine.Ops.Convolution;
using Xunit;

namespace LVW.Native.Engine.Tests.Ops.Convolution;

public sealed class AlgorithmTableTests
{
    private static readonly Conv2dGeometry Layer = new() { N = 8, H = 14, W = 14, C = 64, K = 64, R = 3, S = 3, PadTop = 1, PadBottom = 1, PadLeft = 1, PadRight = 1 };

    [Fact]
    public void Layers_of_3x3_filters_and_stride_1_are_computed_by_Winograds_algorithm()
        => Assert.True(AlgorithmTable.UsesWinograd(Layer));

    [Fact]
    public void Other_filters_strides_dilations_and_groups_are_computed_directly()
    {
        Assert.False(AlgorithmTable.UsesWinograd(Layer with { R = 1, S = 1 }));
        Assert.False(AlgorithmTable.UsesWinograd(Layer with { StrideH = 2, StrideW = 2 }));
        Assert.False(AlgorithmTable.UsesWinograd(Layer with { DilationH = 2 }));
        Assert.False(AlgorithmTable.UsesWinograd(Layer with { Groups = 2 }));
    }

    [Fact]
    public void Few_channels_or_tiles_and_tiny_maps_are_computed_directly()
    {
        Assert.False(AlgorithmTable.UsesWinograd(Layer with { C = 3 }));
        Assert.False(AlgorithmTable.UsesWinograd(Layer with { K = 8 }));
        Assert.False(AlgorithmTable.UsesWinograd(Layer with { N = 1, H = 7, W = 7 }));
        Assert.False(AlgorithmTable.UsesWinograd(Layer with { N = 32, H = 2, W = 2 }));
        Assert.True(AlgorithmTable.UsesWinograd(Layer with { N = 32, H = 3, W = 3 }));
    }

    [Theory]
    [InlineData(3, 3, 3)]
    [InlineData(5, 6, 3)]
    [InlineData(9, 9, 3)]
    [InlineData(4, 3, 4)]
    [InlineData(7, 7, 4)]
    [InlineData(14, 14, 4)]
    [InlineData(18, 18, 4)]
    [InlineData(56, 56, 4)]
    public void A_map_is_cut_into_the_tiles_that_waste_less(int height, int width, int outputs)
        => Assert.Equal(outputs, AlgorithmTable.TileOf(Layer with { H = height, W = width }).Outputs);

    [Fact]
    public void An_algorithm_can_be_forced()
    {
        Assert.False(AlgorithmTable.UsesWinograd(Layer with { Algorithm = ConvolutionAlgorithm.Direct }));
        Assert.True(AlgorithmTable.UsesWinograd(Layer with { K = 1, Algorithm = ConvolutionAlgorithm.Winograd }));
    }

    [Fact]
    public void Winograds_algorithm_is_refused_for_a_shape_that_it_cannot_compute()
        => Assert.Contains("3 × 3 filters", (Layer with { StrideH = 2, Algorithm = ConvolutionAlgorithm.Winograd }).Problem(), StringComparison.Ordinal);
}
