using FsCheck.Xunit;
using Xunit;

namespace LVW.Native.Imaging.Tests;

public class ImageGeometryTests
{
    [Property(MaxTest = 50)]
    public void Flipping_twice_is_the_identity(byte width, byte height, int seed)
    {
        RgbImage image = Pictures.Noise((width % 40) + 1, (height % 40) + 1, seed);
        Assert.Equal(image.Pixels, image.FlipHorizontal().FlipHorizontal().Pixels);
        var map = new FloatMap(image.Width, image.Height, Array.ConvertAll(image.Pixels[..(image.Width * image.Height)], b => (float)b));
        Assert.Equal(map.Values, map.FlipHorizontal().FlipHorizontal().Values);
    }

    [Fact]
    public void A_flip_mirrors_columns()
    {
        Assert.Equal([2, 2, 2, 1, 1, 1], new RgbImage(2, 1, [1, 1, 1, 2, 2, 2]).FlipHorizontal().Pixels);
        Assert.Equal([3, 2, 1], new FloatMap(3, 1, [1, 2, 3]).FlipHorizontal().Values);
    }

    [Theory]
    [InlineData(ImageOrientation.Upright, "abc/def")]
    [InlineData(ImageOrientation.FlipHorizontal, "cba/fed")]
    [InlineData(ImageOrientation.Rotate180, "fed/cba")]
    [InlineData(ImageOrientation.FlipVertical, "def/abc")]
    [InlineData(ImageOrientation.Transpose, "ad/be/cf")]
    [InlineData(ImageOrientation.Rotate90, "da/eb/fc")]
    [InlineData(ImageOrientation.Transverse, "fc/eb/da")]
    [InlineData(ImageOrientation.Rotate270, "cf/be/ad")]
    public void Orientations_turn_as_exif_says(ImageOrientation orientation, string expected)
    {
        RgbImage image = new(3, 2, [.. "abcdef".SelectMany(c => new[] { (byte)c, (byte)c, (byte)c })]);
        RgbImage turned = image.Orient(orientation);
        string[] rows = Enumerable.Range(0, turned.Height).Select(y => string.Concat(turned.Row(y).ToArray().Where((_, i) => i % 3 == 0).Select(b => (char)b))).ToArray();
        Assert.Equal(expected, string.Join('/', rows));
    }

    [Fact]
    public void A_crop_takes_its_box_alone()
    {
        RgbImage image = Pictures.Noise(7, 5, 1);
        RgbImage crop = image.Crop(new PixelBox(2, 1, 3, 4));
        for (int y = 0; y < 4; y++) Assert.Equal(image.Row(y + 1).Slice(6, 9).ToArray(), crop.Row(y).ToArray());
        Assert.Equal([5f, 6f], new FloatMap(3, 2, [1, 2, 3, 4, 5, 6]).Crop(new PixelBox(1, 1, 2, 1)).Values);
    }

    [Theory]
    [InlineData(-1, 0, 2, 2)]
    [InlineData(0, 0, 8, 2)]
    [InlineData(6, 0, 2, 2)]
    [InlineData(0, 0, 0, 2)]
    [InlineData(int.MaxValue, 0, int.MaxValue, 2)]
    public void A_crop_beyond_the_picture_is_an_error_and_a_clamped_one_is_not(int x, int y, int width, int height)
    {
        var box = new PixelBox(x, y, width, height);
        RgbImage image = Pictures.Noise(7, 5, 1);
        Assert.Contains("PixelBox.Clamp", Assert.Throws<ArgumentException>(() => image.Crop(box)).Message);
        image.Crop(box.Clamp(7, 5));
    }

    [Fact]
    public void Clamping_moves_edges_and_leaves_a_pixel()
    {
        Assert.Equal(new PixelBox(0, 0, 2, 3), new PixelBox(-3, -1, 5, 4).Clamp(7, 5));
        Assert.Equal(new PixelBox(6, 4, 1, 1), new PixelBox(50, 50, 5, 5).Clamp(7, 5));
        Assert.Equal(new PixelBox(0, 0, 1, 1), new PixelBox(-9, -9, 2, 2).Clamp(7, 5));
    }

    [Fact]
    public void Sizes_that_do_not_fit_the_data_are_refused_with_both_numbers()
    {
        Assert.Contains("2×2 needs 12 bytes but 5 were given", Assert.Throws<ArgumentException>(() => new RgbImage(2, 2, new byte[5])).Message);
        Assert.Contains("2×2 needs 4 values but 5 were given", Assert.Throws<ArgumentException>(() => new FloatMap(2, 2, new float[5])).Message);
    }
}
