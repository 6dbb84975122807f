using LVW.Native.Imaging;
using LVW.Native.VisualWords.Data;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Data;

public sealed class AddedCodecTests
{
    [Fact]
    public void Pictures_of_an_added_format_are_listed_verified_and_read()
    {
        using var folder = new TemporaryFolder();
        foreach (string key in (string[])["a/1.dot", "a/2.DOT", "b/1.dot", "b/2.dot"]) folder.Add(key, "DOT"u8.ToArray());
        Assert.Contains("no class folder holds a picture", Assert.Throws<DataException>(() => ImageFolder.Read(folder.Path)).Message);

        ImageCodecs codecs = ImageCodecs.Default.With(new DotCodec());
        PictureSet train = ImageFolder.Read(folder.Path, codecs).Train;
        Assert.Equal(4, train.Pictures.Count);
        Assert.Empty(train.Verify(skipBad: false, codecs: codecs).Bad);
        Assert.Equal([1, 2, 3], new PictureCache(0, codecs).Get(train.Pictures[0]).Pixels);
        Assert.Throws<ImageFormatException>(() => new PictureCache(0).Get(train.Pictures[0]));
    }

    private sealed class DotCodec : IImageCodec
    {
        public string Format => "DOT";

        public IReadOnlyList<string> Extensions { get; } = [".dot"];

        public bool CanEncode => false;

        public bool CanDecode(ReadOnlySpan<byte> header) => header.StartsWith("DOT"u8);

        public ImageInfo Identify(ReadOnlyMemory<byte> data) => new(1, 1, Format);

        public RgbImage Decode(ReadOnlyMemory<byte> data, DecodeOptions options) => new(1, 1, [1, 2, 3]);

        public void Encode(RgbImage image, Stream output) => throw new NotSupportedException();
    }
}
