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
    }

    [Theory]
    [InlineData("imagenet")]
    [InlineData("caffe")]
    [InlineData("half")]
    public void Between_two_bytes_lies_the_middle_of_their_values(string name)
    {
        PixelNormalization normalization = PixelNormalization.Find(name)!;
        Assert.Equal(name, normalization.Name);
        for (int channel = 0; channel < 3; channel++)
        {
            for (int value = 0; value < 255; value++)
            {
                int index = (channel * 256) + value;
                Assert.Equal(normalization.Table[index], normalization.Of(value, channel));
                Assert.Equal((normalization.Table[index] + (double)normalization.Table[index + 1]) / 2, normalization.Of(value + 0.5f, channel), 1e-5);
            }
        }
    }

    [Fact]
    public void An_unknown_name_is_not_found() => Assert.Null(PixelNormalization.Find("torch"));
}
