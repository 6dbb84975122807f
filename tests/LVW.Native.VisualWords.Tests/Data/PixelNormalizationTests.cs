using LVW.Native.VisualWords.Data;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Data;

public sealed class PixelNormalizationTests
{
    [Theory]
    [InlineData("imagenet", 0, 0, -2.117904)]
    [InlineData("imagenet", 0, 255, 2.248908)]
    [InlineData("imagenet", 1, 0, -2.035714)]
    [InlineData("imagenet", 2, 255, 2.64)]
    [InlineData("caffe", 0, 0, -123.68)]
    [InlineData("caffe", 1, 200, 83.221)]
    [InlineData("caffe", 2, 255, 151.061)]
    [InlineData("half", 0, 0, -1)]
    [InlineData("half", 2, 255, 1)]
    public void A_byte_becomes_what_the_networks_were_trained_on(string name, int channel, int value, double expected)
    {
        PixelNormalization normalization = PixelNormalization.Find(name)!;
        Assert.Equal(expected, normalization.Table[(channel * 256) + value], 1e-5);
        Assert.Equal(expected, (value * normalization.Scale[channel]) + normalization.Offset[channel], 1e-4);
    }

    [Theory]
    [InlineData("imagenet")]
    [InlineData("caffe")]
    [InlineData("half")]
    public void The_table_is_the_straight_line_of_scale_and_offset(string name)
    {
        PixelNormalization normalization = PixelNormalization.Find(name)!;
        Assert.Equal(name, normalization.Name);
        for (int i = 0; i < 3 * 256; i++)
        {
            double line = ((double)normalization.Scale[i / 256] * (i % 256)) + normalization.Offset[i / 256];
            Assert.Equal(line, normalization.Table[i], 2e-5);
        }
    }

    [Fact]
    public void An_unknown_name_is_not_found() => Assert.Null(PixelNormalization.Find("torch"));
}
