using FsCheck.Xunit;
using LVW.Native.Imaging.Bmp;
using Xunit;

namespace LVW.Native.Imaging.Tests.Bmp;

public class BmpTests
{
    [Property(MaxTest = 50)]
    public void What_is_encoded_decodes_to_the_same_picture(byte width, byte height, int seed)
    {
        var image = new RgbImage((width / 4) + 1, (height / 8) + 1);
        new Random(seed).NextBytes(image.Pixels);
        using var file = new MemoryStream();
        new BmpCodec().Encode(image, file);
        Assert.Equal(image.Pixels, ImageCodecs.Default.Decode(file.ToArray()).Pixels);
    }

    [Fact]
    public void Rows_are_stored_from_the_bottom_unless_the_height_is_negative()
    {
        byte[] up = BmpBuilder.Random(new Random(1), 3, 5, 24);
        byte[] down = BmpBuilder.Random(new Random(1), 3, 5, 24, topDown: true);
        RgbImage first = ImageCodecs.Default.Decode(up);
        RgbImage second = ImageCodecs.Default.Decode(down);
        for (int y = 0; y < 5; y++) Assert.Equal(first.Row(y).ToArray(), second.Row(4 - y).ToArray());
    }

    [Fact]
    public void A_truncated_file_is_refused_and_a_lenient_decoder_keeps_the_rows_that_are_there()
    {
        byte[] file = BmpBuilder.Random(new Random(1), 10, 10, 24);
        Memory<byte> half = file.AsMemory(0, file.Length / 2);
        Assert.Contains("need at least", Assert.Throws<ImageFormatException>(() => ImageCodecs.Default.Decode(half)).Message);
        RgbImage image = ImageCodecs.Default.Decode(half, new DecodeOptions { Strict = false });
        Assert.Equal(ImageCodecs.Default.Decode(file).Row(9).ToArray(), image.Row(9).ToArray());
    }

    [Theory]
    [InlineData(1, "RLE8")]
    [InlineData(2, "RLE4")]
    [InlineData(4, "JPEG")]
    public void Compression_is_named_with_the_remedy(byte compression, string name)
    {
        byte[] file = BmpBuilder.Random(new Random(1), 4, 4, 8);
        file[30] = compression;
        var exception = Assert.Throws<ImageFormatException>(() => ImageCodecs.Default.Decode(file));
        Assert.Contains(name, exception.Message);
        Assert.Contains("Convert the picture to PNG", exception.Message);
    }
}
