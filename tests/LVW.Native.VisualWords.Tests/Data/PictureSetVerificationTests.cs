using LVW.Native.Imaging;
using LVW.Native.VisualWords.Data;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Data;

public sealed class PictureSetVerificationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public PictureSetVerificationTests()
    {
        byte[] png = Encoded("x.png"), bmp = Encoded("x.bmp");
        folder.Add("a/0-good.png", png).Add("a/1-good.bmp", bmp).Add("b/0-good.png", png).Add("b/1-good.PNG", png);
    }

    [Fact]
    public void A_sound_set_passes_unchanged()
    {
        PictureSet train = ImageFolder.Read(folder.Path).Train;
        PictureVerification found = train.Verify(skipBad: false);
        Assert.Empty(found.Bad);
        Assert.Equal(train.Pictures, found.Usable.Pictures);
    }

    [Fact]
    public void Bad_files_are_left_out_and_listed_in_order_when_they_are_to_be_skipped()
    {
        AddBad();
        PictureVerification found = ImageFolder.Read(folder.Path).Train.Verify(skipBad: true, new DecodeOptions { MaxPixels = 1000 });
        Assert.Equal(
            ["a/2-cut.png", "a/3-text.jpg", "b/2-named.png", "b/3-large.png", "b/4-empty.bmp"], found.Bad.Select(b => b.Picture.Key));
        Assert.Equal([2, 2], found.Usable.CountPerClass());
        Assert.Contains("the content is BMP but the ending says PNG", found.Bad[2].Reason, StringComparison.Ordinal);
        Assert.Contains("40×40", found.Bad[3].Reason, StringComparison.Ordinal);
        Assert.All(found.Bad, b => Assert.DoesNotContain(folder.Path, b.Reason, StringComparison.Ordinal));
    }

    [Fact]
    public void The_first_bad_file_and_their_number_are_an_error_otherwise()
    {
        AddBad();
        PictureSet train = ImageFolder.Read(folder.Path).Train;
        var failure = Assert.Throws<DataException>(() => train.Verify(skipBad: false, new DecodeOptions { MaxPixels = 1000 }));
        Assert.StartsWith(folder.In("a/2-cut.png"), failure.Message, StringComparison.Ordinal);
        Assert.Contains("first of 5 bad pictures among 9", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', failure.Message);
    }

    [Fact]
    public void A_file_that_vanished_is_bad()
    {
        PictureSet train = ImageFolder.Read(folder.Path).Train;
        File.Delete(folder.In("a/0-good.png"));
        Assert.Equal("a/0-good.png", Assert.Single(train.Verify(skipBad: true).Bad).Picture.Key);
    }

    [Fact]
    public void A_set_of_bad_files_only_is_an_error_even_when_they_are_to_be_skipped()
    {
        var set = new PictureSet(folder.Path, ["a"], [new Picture(folder.In("none.png"), 0, "none.png")]);
        var failure = Assert.Throws<DataException>(() => set.Verify(skipBad: true));
        Assert.Contains("none of the 1 pictures", failure.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private void AddBad()
    {
        folder.Add("a/2-cut.png", Encoded("x.png")[..60]).Add("a/3-text.jpg", "no picture"u8.ToArray());
        folder.Add("b/2-named.png", Encoded("x.bmp")).Add("b/3-large.png", Encoded("x.png", side: 40)).Add("b/4-empty.bmp", []);
    }

    private static byte[] Encoded(string name, int side = 12)
    {
        using var stream = new MemoryStream();
        var image = new RgbImage(side, side);
        for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = (byte)((i * 37) ^ (i >> 3));
        ImageCodecs.Default.Encode(name, image, stream);
        return stream.ToArray();
    }
}
