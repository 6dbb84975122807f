using FsCheck.Xunit;
using LVW.Native.Imaging.Drawing;
using LVW.Native.Imaging.Resampling;
using Xunit;

namespace LVW.Native.Imaging.Tests.Drawing;

public class DrawingTests
{
    private static readonly Rgb Red = new(255, 0, 0);
    private static readonly Rgb White = new(255, 255, 255);

    [Theory]
    [InlineData("viridis", 0f, 68, 1, 84)]
    [InlineData("viridis", 0.5f, 33, 145, 140)]
    [InlineData("viridis", 1f, 253, 231, 37)]
    [InlineData("turbo", 0.25f, 41, 188, 236)]
    [InlineData("turbo", 0.5f, 164, 252, 60)]
    [InlineData("turbo", 0.75f, 251, 127, 32)]
    public void Colours_are_near_those_of_the_published_tables(string name, float value, int r, int g, int b)
    {
        Colormap map = name == "turbo" ? Colormap.Turbo : Colormap.Viridis;
        Rgb colour = map.At(value);

        // The polynomials follow the tables to within 0.08 of the range.
        const int tolerance = 20;
        Assert.InRange(colour.R, r - tolerance, r + tolerance);
        Assert.InRange(colour.G, g - tolerance, g + tolerance);
        Assert.InRange(colour.B, b - tolerance, b + tolerance);
    }

    [Fact]
    public void Viridis_grows_lighter_all_the_way()
    {
        double[] lightness = Enumerable.Range(0, 256).Select(i => Colormap.Viridis.At(i / 255f)).Select(c => (0.2126 * c.R) + (0.7152 * c.G) + (0.0722 * c.B)).ToArray();

        // Rounding to whole levels may cost up to one.
        for (int i = 1; i < lightness.Length; i++) Assert.True(lightness[i] > lightness[i - 1] - 1);
        Assert.True(lightness[255] > lightness[0] + 180);
    }

    [Fact]
    public void Values_beyond_the_range_take_its_ends()
    {
        Assert.Equal(Colormap.Turbo.At(0), Colormap.Turbo.At(-3));
        Assert.Equal(Colormap.Turbo.At(0), Colormap.Turbo.At(float.NaN));
        Assert.Equal(Colormap.Turbo.At(1), Colormap.Turbo.At(float.PositiveInfinity));
    }

    [Property(MaxTest = 30)]
    public void Opacity_zero_shows_the_picture_and_opacity_one_the_colours(byte width, byte height, int seed)
    {
        RgbImage image = Pictures.Noise((width % 30) + 1, (height % 30) + 1, seed);
        var map = new FloatMap(1, 1, [0.4f]);
        Assert.Equal(image.Pixels, image.Overlay(map, new HeatMapOptions { Opacity = 0 }).Pixels);
        RgbImage full = image.Overlay(map, new HeatMapOptions { Opacity = 1, Colormap = Colormap.Viridis });
        Assert.Equal(Pictures.Plain(image.Width, image.Height, Colormap.Viridis.At(0.4f)).Pixels, full.Pixels);
    }

    [Fact]
    public void A_fading_overlay_leaves_cold_places_alone()
    {
        RgbImage image = Pictures.Noise(8, 8, 1);
        var map = new FloatMap(8, 8);
        map.Values[0] = 1;
        RgbImage overlay = image.Overlay(map, new HeatMapOptions { Opacity = 1, FadeWithValue = true });
        Assert.Equal(Colormap.Turbo.At(1), overlay.At(0, 0));
        Assert.Equal(image.Pixels[3..], overlay.Pixels[3..]);
    }

    [Fact]
    public void A_hot_place_is_hottest_where_it_is_after_upsampling()
    {
        var map = new FloatMap(3, 3);
        map.Values[5] = 1;
        RgbImage image = Pictures.Plain(30, 30, White);
        foreach (ResampleFilter filter in new[] { ResampleFilter.Bilinear, ResampleFilter.Bicubic })
        {
            RgbImage overlay = image.Overlay(map, new HeatMapOptions { Opacity = 1, Colormap = Colormap.Viridis, Filter = filter });
            Assert.True(overlay.At(25, 15).G > 200);
            Assert.True(overlay.At(5, 15).G < 20);
        }
    }

    [Fact]
    public void A_map_is_painted_place_by_place()
    {
        RgbImage painted = new FloatMap(2, 1, [0, 1]).Colorize(Colormap.Turbo);
        Assert.Equal((Colormap.Turbo.At(0), Colormap.Turbo.At(1)), (painted.At(0, 0), painted.At(1, 0)));
    }

    [Fact]
    public void An_outline_marks_the_edge_and_leaves_the_inside_and_the_original()
    {
        RgbImage image = Pictures.Plain(10, 10, White);
        RgbImage marked = image.Outline(new PixelBox(2, 3, 6, 5), Red, thickness: 2);
        string[] rows = Enumerable.Range(0, 10).Select(y => string.Concat(Enumerable.Range(0, 10).Select(x => marked.At(x, y) == Red ? '#' : '.'))).ToArray();
        Assert.Equal(
            ["..........", "..........", "..........", "..######..", "..######..", "..##..##..", "..######..", "..######..", "..........", ".........."],
            rows);
        Assert.All(image.Pixels, value => Assert.Equal(255, value));
    }

    [Fact]
    public void An_outline_may_reach_beyond_the_picture()
    {
        RgbImage marked = Pictures.Plain(4, 4, White).Outline(new PixelBox(-2, 1, 100, 100), Red);
        Assert.Equal(4, Enumerable.Range(0, 16).Count(i => marked.At(i % 4, i / 4) == Red));
        Assert.All(Pictures.Plain(2, 2, White).Outline(new PixelBox(0, 0, 2, 2), Red, thickness: 9).Pixels.Chunk(3), pixel => Assert.Equal([255, 0, 0], pixel));
    }

    [Fact]
    public void A_contact_sheet_centres_pictures_in_their_cells()
    {
        RgbImage wide = Pictures.Plain(8, 4, Red);
        RgbImage small = Pictures.Plain(1, 1, new Rgb(0, 0, 255));
        RgbImage sheet = ContactSheet.Compose([wide, small, wide], columns: 2, cellWidth: 4, cellHeight: 4, margin: 1);
        Assert.Equal((11, 11), (sheet.Width, sheet.Height));
        string[] rows = Enumerable.Range(0, 11).Select(y => string.Concat(Enumerable.Range(0, 11).Select(x => sheet.At(x, y) switch { { G: 255 } => '.', { R: 255 } => 'r', _ => 'b' }))).ToArray();
        Assert.Equal(
            ["...........", "......bbbb.", ".rrrr.bbbb.", ".rrrr.bbbb.", "......bbbb.", "...........", "...........", ".rrrr......", ".rrrr......", "...........", "..........."],
            rows);
    }

    [Fact]
    public void Impossible_arguments_are_refused()
    {
        RgbImage image = Pictures.Plain(2, 2, White);
        Assert.Throws<ArgumentException>(() => image.Overlay(new FloatMap(1, 1), new HeatMapOptions { Opacity = 1.5f }));
        Assert.Throws<ArgumentException>(() => image.Outline(new PixelBox(0, 0, 0, 1), Red));
        Assert.Throws<ArgumentException>(() => ContactSheet.Compose([], 1, 1, 1));
    }
}
