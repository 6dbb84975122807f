using LVW.Native.VisualWords.Data;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Data;

public sealed class PictureSetTests
{
    [Fact]
    public void A_split_takes_its_share_of_every_class_and_keeps_the_order()
    {
        PictureSet set = Make(20, 10, 3, 2);
        (PictureSet kept, PictureSet held) = set.StratifiedSplit(0.2, seed: 7);
        Assert.Equal([4, 2, 1, 1], held.CountPerClass());
        Assert.Equal([16, 8, 2, 1], kept.CountPerClass());
        Assert.Equal(set.Pictures, kept.Pictures.Concat(held.Pictures).OrderBy(p => p.Key, StringComparer.Ordinal));
        Assert.Equal(held.Pictures.OrderBy(p => p.Key, StringComparer.Ordinal), held.Pictures);
    }

    [Fact]
    public void A_split_depends_on_seed_and_keys_alone()
    {
        PictureSet set = Make(20, 10);
        var reversed = new PictureSet(set.Folder, set.Classes, [.. set.Pictures.Reverse()]);
        string[] Held(PictureSet s, ulong seed) =>
            [.. s.StratifiedSplit(0.3, seed).HeldOut.Pictures.Select(p => p.Key).Order(StringComparer.Ordinal)];
        Assert.Equal(Held(set, 1), Held(reversed, 1));
        Assert.NotEqual(Held(set, 1), Held(set, 2));
        PictureSet held = set.StratifiedSplit(0.1, 1).HeldOut;
        Assert.Equal(["0/000.png", "0/005.png"], held.Pictures.Where(p => p.ClassIndex == 0).Select(p => p.Key));
    }

    [Fact]
    public void A_class_of_two_is_in_both_halves_whatever_the_fraction()
    {
        foreach (double fraction in (double[])[0.01, 0.5, 0.99])
        {
            (PictureSet kept, PictureSet held) = Make(2, 2).StratifiedSplit(fraction, 3);
            Assert.Equal([1, 1], kept.CountPerClass());
            Assert.Equal([1, 1], held.CountPerClass());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_fraction_outside_zero_and_one_is_refused(double fraction) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Make(2, 2).StratifiedSplit(fraction, 1));

    [Fact]
    public void A_picture_of_an_unknown_class_is_refused() =>
        Assert.Throws<ArgumentException>(() => new PictureSet("data", ["a"], [new Picture("data/b/1.png", 1, "b/1.png")]));

    private static PictureSet Make(params int[] counts) => new(
        "data",
        [.. Enumerable.Range(0, counts.Length).Select(c => $"{c}")],
        [.. counts.SelectMany((n, c) => Enumerable.Range(0, n).Select(i => new Picture($"data/{c}/{i:000}.png", c, $"{c}/{i:000}.png")))]);
}
