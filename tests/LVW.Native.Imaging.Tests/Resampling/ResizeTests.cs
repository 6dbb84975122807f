using FsCheck.Xunit;
using LVW.Native.Imaging.Resampling;
using Xunit;

namespace LVW.Native.Imaging.Tests.Resampling;

public class ResizeTests
{
    private static readonly ResampleFilter[] Filters = Enum.GetValues<ResampleFilter>();

    [Property(MaxTest = 60)]
    public void A_plain_picture_stays_plain(byte width, byte height, byte newWidth, byte newHeight, byte level)
    {
        var colour = new Rgb(level, (byte)(255 - level), 7);
        RgbImage image = Pictures.Plain((width % 60) + 1, (height % 60) + 1, colour);
        foreach (ResampleFilter filter in Filters)
        {
            RgbImage resized = image.Resize((newWidth % 60) + 1, (newHeight % 60) + 1, filter);
            Assert.Equal(Pictures.Plain(resized.Width, resized.Height, colour).Pixels, resized.Pixels);
        }
    }

    [Property(MaxTest = 60)]
    public void Vector_and_scalar_passes_agree(byte width, byte height, byte newWidth, byte newHeight, int seed)
    {
        RgbImage image = Pictures.Noise((width % 90) + 1, (height % 90) + 1, seed);
        (int w, int h) = ((newWidth % 90) + 1, (newHeight % 90) + 1);
        var box = new SourceBox(image.Width * 0.2f, 0, image.Width, image.Height * 0.9f);
        foreach (ResampleFilter filter in Filters)
        {
            Assert.Equal(ImageResampling.Resize(image, w, h, filter, null, vectorized: false).Pixels, image.Resize(w, h, filter).Pixels);
            Assert.Equal(ImageResampling.Resize(image, w, h, filter, box, vectorized: false).Pixels, image.Resize(w, h, filter, box).Pixels);
        }
    }

    [Fact]
    public void Halving_with_a_box_averages_pairs_and_rounds_halves_up()
        => Assert.Equal([2, 4, 6], new RgbImage(2, 1, [1, 3, 5, 2, 4, 6]).Resize(1, 1, ResampleFilter.Box).Pixels);

    [Fact]
    public void Doubling_bilinearly_mixes_three_to_one()
    {
        byte[] row = new RgbImage(2, 1, [0, 0, 0, 100, 100, 100]).Resize(4, 1).Pixels;
        Assert.Equal([0, 25, 75, 100], row.Where((_, i) => i % 3 == 0));
    }

    [Fact]
    public void The_same_size_is_a_copy()
    {
        RgbImage image = Pictures.Noise(9, 4, 1);
        RgbImage copy = image.Resize(9, 4, ResampleFilter.Lanczos);
        Assert.Equal(image.Pixels, copy.Pixels);
        Assert.NotSame(image.Pixels, copy.Pixels);
        var map = new FloatMap(2, 2);
        Assert.NotSame(map.Values, map.Resize(2, 2).Values);
    }

    [Fact]
    public void A_whole_number_box_without_scaling_is_a_crop()
    {
        RgbImage image = Pictures.Noise(30, 20, 1);
        RgbImage boxed = image.Resize(12, 9, ResampleFilter.Bicubic, new SourceBox(5, 7, 17, 16));
        Assert.Equal(image.Crop(new PixelBox(5, 7, 12, 9)).Pixels, boxed.Pixels);
    }

    [Fact]
    public void Very_strong_shrinking_is_exact()
    {
        // More taps than the split sums could hold without wrapping: the wrapped sum is still the right one.
        RgbImage image = Pictures.Noise(20_000, 1, 1);
        foreach (ResampleFilter filter in Filters)
        {
            Assert.Equal(ImageResampling.Resize(image, 2, 1, filter, null, vectorized: false).Pixels, image.Resize(2, 1, filter).Pixels);
        }

        RgbImage white = Pictures.Plain(30_000, 1, new Rgb(255, 255, 255));
        Assert.All(white.Resize(1, 1, ResampleFilter.Lanczos).Pixels, value => Assert.InRange(value, 254, 255));
    }

    [Fact]
    public void A_float_map_interpolates_between_its_places()
    {
        FloatMap map = new FloatMap(2, 1, [0, 1]).Resize(4, 1);
        Assert.Equal([0, 0.25f, 0.75f, 1], map.Values);
    }

    [Fact]
    public void Impossible_arguments_are_refused()
    {
        RgbImage image = Pictures.Noise(4, 4, 1);
        Assert.Contains("0×3", Assert.Throws<ArgumentException>(() => image.Resize(0, 3)).Message);
        Assert.Contains("within the picture (4×4)", Assert.Throws<ArgumentException>(() => image.Resize(2, 2, ResampleFilter.Box, new SourceBox(0, 0, 5, 4))).Message);
        Assert.Throws<ArgumentException>(() => image.Resize(2, 2, ResampleFilter.Box, new SourceBox(1, 0, 1, 4)));
        Assert.Throws<ArgumentException>(() => image.Resize(2, 2, ResampleFilter.Box, new SourceBox(0, 0, float.NaN, 4)));
        Assert.Throws<ArgumentOutOfRangeException>(() => image.Resize(2, 2, (ResampleFilter)9));
    }
}
