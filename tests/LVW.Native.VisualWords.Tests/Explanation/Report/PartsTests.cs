using LVW.Native.VisualWords.Explanation.Report;
using LVW.Native.VisualWords.Explanation.Report.Components;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Explanation.Report;

public sealed class PartsTests
{
    [Fact]
    public void A_picture_tells_its_type_and_size()
    {
        var png = new ReportPicture(RgbaPng.Encode(new byte[5 * 3 * 4], 5, 3));
        Assert.Equal(("image/png", 5, 3), (png.MediaType, png.Width, png.Height));

        byte[] jpeg = [0xFF, 0xD8, 0xFF, 0xE0, 0, 4, 1, 2, 0xFF, 0xC2, 0, 11, 8, 0, 7, 0, 9, 1, 1, 0x11, 0];
        var progressive = new ReportPicture(jpeg);
        Assert.Equal(("image/jpeg", 9, 7), (progressive.MediaType, progressive.Width, progressive.Height));

        Assert.Throws<ArgumentException>(() => new ReportPicture([]));
        Assert.Throws<ArgumentException>(() => new ReportPicture([0xFF, 0xD8, 0xFF, 0xE0, 0, 4]));
        Assert.Throws<ArgumentException>(() => new ReportPicture(new byte[100]));
    }

    [Fact]
    public void A_heat_map_is_clear_where_the_value_is_high_and_dense_where_it_is_low()
    {
        var map = HeatMapOverlay.Encode([0, 0, 0, 1], 2, 2);
        Assert.Equal((12, 12), (map.Width, map.Height));
        var pixels = Decode(map);
        Assert.True(pixels[3] > pixels[^1], "alpha falls with the value");
        Assert.True(pixels[^4] > pixels[0], "red rises with the value");
    }

    [Fact]
    public void A_constant_map_is_drawn_and_one_that_is_not_finite_is_refused()
    {
        Assert.Equal(6, HeatMapOverlay.Encode([3f], 1, 1).Width);
        Assert.Throws<ArgumentException>(() => HeatMapOverlay.Encode([float.NaN], 1, 1));
        Assert.Throws<ArgumentException>(() => HeatMapOverlay.Encode([1, 2, 3], 2, 2));
    }

    [Theory]
    [InlineData(0.0, 1.0, new[] { 0.0, 0.2, 0.4, 0.6, 0.8, 1.0 })]
    [InlineData(0.31, 0.97, new[] { 0.0, 0.2, 0.4, 0.6, 0.8, 1.0 })]
    [InlineData(80.0, 96.0, new[] { 80.0, 85.0, 90.0, 95.0, 100.0 })]
    public void Linear_ticks_are_round_and_cover_the_values(double low, double high, double[] ticks) =>
        Assert.Equal(ticks, new AxisScale([low, high], 0, 1, false, false, 5, snap: true).Ticks, (a, b) => Math.Abs(a - b) < 1e-9);

    [Theory]
    [InlineData(new double[0], false)]
    [InlineData(new[] { 4.0 }, false)]
    [InlineData(new[] { 0.0, 0.0 }, false)]
    [InlineData(new[] { -3.0, -3.0 }, false)]
    [InlineData(new[] { double.NaN, double.PositiveInfinity }, false)]
    [InlineData(new[] { 0.0, -1.0 }, true)]
    [InlineData(new[] { 1e-7, 1e5 }, true)]
    [InlineData(new[] { 2.0, 2.0 }, true)]
    public void Any_values_give_an_axis_with_finite_positions(double[] values, bool logarithmic)
    {
        var axis = new AxisScale(values, 10, 20, logarithmic, false, 5, snap: true);
        Assert.NotEmpty(axis.Ticks);
        Assert.All(values.Where(axis.CanShow).Concat(axis.Ticks), value => Assert.InRange(axis.At(value), 10 - 1e-6, 20 + 1e-6));
    }

    [Theory]
    [InlineData(3.1e-7, "3.1\u202F×\u202F10⁻⁷")]
    [InlineData(0.0, "0")]
    [InlineData(0.0213, "0.021")]
    [InlineData(-250.0, "−250")]
    [InlineData(double.NaN, "–")]
    public void Small_numbers_are_shown_with_a_power_of_ten(double value, string text) => Assert.Equal(text, Show.Scientific(value));

    [Theory]
    [InlineData(-0.0004, "0.00")]
    [InlineData(-1.239, "−1.24")]
    [InlineData(double.PositiveInfinity, "–")]
    public void Fixed_numbers_have_a_true_minus_and_no_negative_zero(double value, string text) => Assert.Equal(text, Show.Fixed(value, 2));

    [Theory]
    [InlineData(0.25, "250\u202Fms")]
    [InlineData(59.97, "1\u202Fmin 0\u202Fs")]
    [InlineData(3599.9, "1\u202Fh 0\u202Fmin")]
    [InlineData(7384, "2\u202Fh 3\u202Fmin")]
    public void Durations_have_their_two_largest_units(double seconds, string text) => Assert.Equal(text, Show.Duration(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Lone_surrogates_and_control_characters_become_replacement_characters()
    {
        var html = new HtmlWriter();
        html.Leaf("p", "a\uD800b\u0000c\U0001F33Cd");
        Assert.Equal("<p>a\uFFFDb\uFFFDc\U0001F33Cd</p>", html.ToString());
    }

    private static byte[] Decode(ReportPicture picture)
    {
        // One IDAT after the 33 bytes of signature and IHDR; every line has filter Sub.
        var length = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(picture.Bytes.AsSpan(33));
        using var zlib = new System.IO.Compression.ZLibStream(new MemoryStream(picture.Bytes, 41, length), System.IO.Compression.CompressionMode.Decompress);
        using var plain = new MemoryStream();
        zlib.CopyTo(plain);
        var lines = plain.ToArray();
        var row = picture.Width * 4;
        var pixels = new byte[row * picture.Height];
        for (var y = 0; y < picture.Height; y++)
        {
            for (var i = 0; i < row; i++)
                pixels[(y * row) + i] = (byte)(lines[(y * (row + 1)) + 1 + i] + (i < 4 ? 0 : pixels[(y * row) + i - 4]));
        }

        return pixels;
    }
}
