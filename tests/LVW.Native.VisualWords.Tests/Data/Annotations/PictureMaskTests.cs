using LVW.Native.VisualWords.Data.Annotations;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Data.Annotations;

public sealed class PictureMaskTests
{
    private static readonly Dictionary<byte, MaskMeaning> Meanings = new() { [0] = MaskMeaning.Background, [9] = MaskMeaning.Object };

    [Fact]
    public void A_pixel_means_what_its_byte_means()
    {
        var mask = new PictureMask(2, 2, [0, 9, 9, 9], Meanings);
        Assert.Equal((MaskMeaning.Background, MaskMeaning.Object, MaskMeaning.Object), (mask.At(0, 0), mask.At(1, 0), mask.At(0, 1)));
        Assert.Equal((1, 3, 0), (mask.Count(MaskMeaning.Background), mask.Count(MaskMeaning.Object), mask.Count(MaskMeaning.Uncertain)));
        Assert.Throws<ArgumentOutOfRangeException>(() => mask.At(2, 0));
    }

    [Fact]
    public void A_byte_without_a_meaning_is_an_error_that_names_it()
        => Assert.Contains("the value 7", Assert.Throws<ArgumentException>(() => new PictureMask(1, 1, [7], Meanings)).Message);

    [Fact]
    public void A_map_of_another_size_is_an_error()
        => Assert.Contains("3 bytes are no map of 2×2", Assert.Throws<ArgumentException>(() => new PictureMask(2, 2, new byte[3], Meanings)).Message);
}
