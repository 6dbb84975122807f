using LVW.Native.Imaging.Tests.Jpeg;
using Xunit;

namespace LVW.Native.Imaging.Tests;

public class ImageFileTests
{
    public static TheoryData<string, string, string> Unreadable { get; } = new()
    {
        { "47494638396101000100", "GIF", "LVW.Native.Imaging.ImageSharp" },
        { "524946461000000057454250", "WebP", "Convert it to PNG or JPEG" },
        { "49492A0008000000", "TIFF", "Convert it to PNG or JPEG" },
        { "0000001C6674797061766966", "AVIF", "Convert it to PNG or JPEG" },
        { "", "empty", "Fetch or write it again" },
        { "3C21444F43545950452068746D6C3E", "HTML page", "Fetch it again" },
        { "76657273696F6E2068747470733A2F2F6769742D6C66732E", "Git LFS pointer", "git lfs pull" },
        { "DEADBEEF", "unknown picture format (first bytes DEADBEEF)", "Convert it" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public void What_is_not_a_readable_picture_is_named_with_its_path_and_the_remedy(string bytes, string name, string remedy)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("cat.jpg");
        File.WriteAllBytes(path, Convert.FromHexString(bytes));
        var exception = Assert.Throws<ImageFormatException>(() => ImageFile.Load(path));
        Assert.Equal(path, exception.Path);
        Assert.StartsWith(path, exception.Message);
        Assert.Contains(name, exception.Message);
        Assert.Contains(remedy, exception.Message);
        Assert.DoesNotContain('\n', exception.Message);
        Assert.Throws<ImageFormatException>(() => ImageFile.Identify(path));
    }

    [Fact]
    public void The_content_tells_the_format_not_the_name()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("really-a-jpeg.png");
        File.WriteAllBytes(path, TinyJpegs.Baseline);
        Assert.Equal(new ImageInfo(19, 13, "JPEG"), ImageFile.Identify(path));
        Assert.Equal(19, ImageFile.Load(path).Width);
        using FileStream stream = File.OpenRead(path);
        Assert.Equal(13, ImageFile.Load(stream).Height);
    }

    [Theory]
    [InlineData("a.png", "PNG")]
    [InlineData("A.PNG", "PNG")]
    [InlineData("a.bmp", "BMP")]
    public void A_saved_picture_loads_and_leaves_nothing_else_behind(string name, string format)
    {
        using var folder = new TemporaryFolder();
        var image = new RgbImage(5, 3);
        new Random(1).NextBytes(image.Pixels);
        File.WriteAllText(folder.File(name), "an older file");
        ImageFile.Save(folder.File(name), image);
        Assert.Equal(image.Pixels, ImageFile.Load(folder.File(name)).Pixels);
        Assert.Equal(format, ImageFile.Identify(folder.File(name)).Format);
        Assert.Single(Directory.GetFiles(folder.Path));
    }

    [Theory]
    [InlineData("a.jpg")]
    [InlineData("a.webp")]
    [InlineData("a")]
    public void Formats_that_are_not_written_are_refused_with_those_that_are(string name)
    {
        using var folder = new TemporaryFolder();
        var exception = Assert.Throws<ImageFormatException>(() => ImageFile.Save(folder.File(name), new RgbImage(1, 1)));
        Assert.Contains(".png, .bmp", exception.Message);
        Assert.Equal(folder.File(name), exception.Path);
        Assert.Empty(Directory.GetFiles(folder.Path));
    }

    [Fact]
    public void A_codec_can_be_added()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("x.dot"), "DOT");
        ImageCodecs codecs = ImageCodecs.Default.With(new DotCodec());
        Assert.Equal(1, ImageFile.Load(folder.File("x.dot"), codecs: codecs).Width);
        Assert.Contains("DOT", Assert.Throws<ImageFormatException>(() => codecs.Decode("?"u8.ToArray())).Message);
        Assert.Throws<ImageFormatException>(() => ImageFile.Load(folder.File("x.dot")));
    }

    [Fact]
    public void A_missing_file_is_an_ordinary_missing_file() => Assert.Throws<FileNotFoundException>(() => ImageFile.Load(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString())));

    private sealed class DotCodec : IImageCodec
    {
        public string Format => "DOT";

        public IReadOnlyList<string> Extensions { get; } = [".dot"];

        public bool CanEncode => false;

        public bool CanDecode(ReadOnlySpan<byte> header) => header.StartsWith("DOT"u8);

        public ImageInfo Identify(ReadOnlyMemory<byte> data) => new(1, 1, Format);

        public RgbImage Decode(ReadOnlyMemory<byte> data, DecodeOptions options) => new(1, 1);

        public void Encode(RgbImage image, Stream output) => throw new NotSupportedException();
    }
}
