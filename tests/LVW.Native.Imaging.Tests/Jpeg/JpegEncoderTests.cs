using LVW.Native.Imaging.Jpeg;
using Xunit;

namespace LVW.Native.Imaging.Tests.Jpeg;

public class JpegEncoderTests
{
    [Theory]
    [InlineData(64, 64)]
    [InlineData(1, 1)]
    [InlineData(37, 50)]
    public void What_is_written_reads_back_nearly_the_same(int width, int height)
    {
        RgbImage image = Smooth(width, height);
        RgbImage read = ImageCodecs.Default.Decode(JpegEncoder.Encode(image, 95));
        Assert.Equal((width, height), (read.Width, read.Height));
        Assert.All(image.Pixels.Zip(read.Pixels), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 8));
    }

    [Fact]
    public void Harsh_noise_survives_every_quality()
    {
        var image = new RgbImage(40, 24);
        new Random(5).NextBytes(image.Pixels);
        foreach (int quality in new[] { 1, 30, 75, 100 })
        {
            RgbImage read = ImageCodecs.Default.Decode(JpegEncoder.Encode(image, quality));
            double error = image.Pixels.Zip(read.Pixels).Average(pair => Math.Abs(pair.First - pair.Second));
            Assert.True(error < (quality == 100 ? 2 : 110), $"quality {quality}: mean error {error}");
        }
    }

    [Fact]
    public void A_thumbnail_is_small() => Assert.InRange(JpegEncoder.Encode(Smooth(64, 64)).Length, 300, 2500);

    [Fact]
    public void A_quality_beyond_the_scale_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => JpegEncoder.Encode(Smooth(8, 8), 101));

    private static RgbImage Smooth(int width, int height)
    {
        var image = new RgbImage(width, height);
        for (int i = 0; i < image.Pixels.Length; i++)
        {
            (int x, int y) = (i / 3 % width, i / 3 / width);
            image.Pixels[i] = (byte)(128 + (60 * Math.Sin((x * 0.1) + (i % 3))) + (50 * Math.Cos(y * 0.08)));
        }

        return image;
    }
}
