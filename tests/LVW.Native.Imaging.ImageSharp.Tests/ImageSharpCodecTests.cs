using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Pbm;
using SixLabors.ImageSharp.Formats.Tga;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;
using Xunit;

namespace LVW.Native.Imaging.ImageSharp.Tests;

public sealed class ImageSharpCodecTests
{
    private static readonly ImageCodecs Codecs = ImageCodecs.Default.WithImageSharp();
    private static readonly DecodeOptions Lenient = new() { Strict = false };

    public static TheoryData<string> Formats() => ["WebP", "GIF", "TIFF", "TGA", "Netpbm"];

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_file_is_recognised_by_its_content_and_read_without_loss(string format)
    {
        RgbImage picture = Striped();
        byte[] file = Write(picture, format);
        Assert.Equal(new ImageInfo(picture.Width, picture.Height, format), Codecs.Identify(file));
        Assert.Equal(picture.Pixels, Codecs.Decode(file).Pixels);
        Assert.Throws<ImageFormatException>(() => ImageCodecs.Default.Decode(file));
    }

    [Theory]
    [InlineData("x.jpg")]
    [InlineData("x.png")]
    [InlineData("x.bmp")]
    public void Formats_with_a_codec_of_their_own_keep_it(string name)
    {
        using var file = new MemoryStream();
        if (name == "x.jpg") file.Write(Jpeg.JpegEncoder.Encode(Striped(), 90));
        else ImageCodecs.Default.Encode(name, Striped(), file);
        Assert.DoesNotContain(ImageSharpCodecs.All, codec => codec.CanDecode(file.ToArray().AsSpan(0, 32)));
        Assert.Equal(ImageCodecs.Default.Decode(file.ToArray()).Pixels, Codecs.Decode(file.ToArray()).Pixels);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_picture_over_the_limit_is_refused(string format)
    {
        RgbImage picture = Striped();
        byte[] file = Write(picture, format);
        long pixels = (long)picture.Width * picture.Height;
        Assert.Contains("more than the limit", Assert.Throws<ImageFormatException>(() => Codecs.Decode(file, new DecodeOptions { MaxPixels = pixels - 1 })).Message);
        Assert.Equal(picture.Width, Codecs.Decode(file, new DecodeOptions { MaxPixels = pixels }).Width);
    }

    [Fact]
    public void A_header_of_huge_size_is_refused_before_memory_is_taken()
    {
        byte[] file = Write(Striped(), "GIF");
        file.AsSpan(6, 4).Fill(0xFF);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("65535×65535 pixels are more", Assert.Throws<ImageFormatException>(() => Codecs.Decode(file)).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
    }

    [Fact]
    public void Buffers_are_limited_by_the_picture_that_the_header_declares()
    {
        // A small picture may hold a huge frame, tile or strip, which no check of the header finds.
        Configuration configuration = FirstFrame.Limited(new Configuration(), pixels: 100);
        Assert.ThrowsAny<Exception>(() => new Image<Rgb24>(configuration, 20_000, 20_000));
        using var image = new Image<Rgb24>(configuration, 10, 10);
        Assert.Equal(10, image.Width);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_truncated_file_is_an_error_at_every_length(string format)
    {
        byte[] file = Write(Striped(), format);

        // What follows the last pixel may be missing: GIF's end mark, TGA's footer, the resolution and the writer's name in TIFF.
        int needed = file.Length - (format switch { "GIF" => 1, "TGA" => 26, "TIFF" => 64, _ => 0 });
        for (int length = 0; length < needed; length++)
        {
            ReadOnlyMemory<byte> prefix = file.AsMemory(0, length);
            Exception? failure = Record.Exception(() => Codecs.Decode(prefix));
            Assert.True(failure is ImageFormatException, $"{length} of {file.Length} bytes: {failure}");
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void A_damaged_file_gives_a_picture_or_the_one_exception(string format)
    {
        byte[] file = Write(Striped(), format);
        var random = new Random(7);
        for (int i = 0; i < 400; i++)
        {
            byte[] damaged = [.. file];
            for (int k = 0; k <= i % 5; k++) damaged[random.Next(i % 2 == 0 ? Math.Min(64, file.Length) : file.Length)] = (byte)random.Next(256);
            try
            {
                Codecs.Decode(damaged, i % 3 == 0 ? Lenient : DecodeOptions.Default);
            }
            catch (ImageFormatException failure)
            {
                Assert.DoesNotContain('\n', failure.Message);
            }
        }
    }

    [Theory]
    [InlineData("WebP")]
    [InlineData("TIFF")]
    public void The_orientation_is_told_and_applied_on_request(string format)
    {
        RgbImage picture = Striped();
        byte[] file = Write(picture, format, ImageOrientation.Rotate90);
        Assert.Equal(ImageOrientation.Rotate90, Codecs.Identify(file).Orientation);
        Assert.Equal(picture.Pixels, Codecs.Decode(file).Pixels);
        Assert.Equal(picture.Orient(ImageOrientation.Rotate90).Pixels, Codecs.Decode(file, new DecodeOptions { ApplyOrientation = true }).Pixels);
    }

    [Theory]
    [InlineData("GIF")]
    [InlineData("TIFF")]
    public void Of_a_film_or_a_document_the_first_frame_is_read(string format)
    {
        using Image<Rgb24> film = ToImageSharp(Striped());
        using Image<Rgb24> black = new(film.Width, film.Height);
        for (int i = 0; i < 3; i++) film.Frames.AddFrame(black.Frames.RootFrame);
        Assert.Equal(Striped().Pixels, Codecs.Decode(Write(film, format)).Pixels);
    }

    [Fact]
    public void Transparency_is_dropped_and_the_colour_under_it_kept()
    {
        using var image = new Image<Rgba32>(3, 2, new Rgba32(200, 100, 50, 128));
        using var file = new MemoryStream();
        image.Save(file, new WebpEncoder { FileFormat = WebpFileFormatType.Lossless, TransparentColorMode = WebpTransparentColorMode.Preserve });
        Assert.Equal([200, 100, 50], Codecs.Decode(file.ToArray()).Pixels[..3]);
    }

    [Fact]
    public void WebP_is_written_without_loss_and_nothing_else_is_written()
    {
        using var file = new MemoryStream();
        Codecs.Encode("x.webp", Striped(), file);
        Assert.Equal(Striped().Pixels, Codecs.Decode(file.ToArray()).Pixels);
        Assert.Contains("Use one of: .webp, .png, .bmp", Assert.Throws<ImageFormatException>(() => Codecs.Encode("x.gif", Striped(), file)).Message);
        Assert.Throws<NotSupportedException>(() => ImageSharpCodecs.All.First(codec => codec.Format == "GIF").Encode(Striped(), file));
    }

    // Few colours, so that a palette holds them all.
    private static RgbImage Striped()
    {
        var picture = new RgbImage(23, 17);
        for (int i = 0; i < picture.Pixels.Length; i++) picture.Pixels[i] = (byte)((i % 23 / 3 * 31) + (i % 3));
        return picture;
    }

    private static Image<Rgb24> ToImageSharp(RgbImage picture) => Image.LoadPixelData<Rgb24>(picture.Pixels, picture.Width, picture.Height);

    private static byte[] Write(RgbImage picture, string format, ImageOrientation orientation = ImageOrientation.Upright)
    {
        using Image<Rgb24> image = ToImageSharp(picture);
        if (orientation == ImageOrientation.Upright) return Write(image, format);
        var profile = new ExifProfile();
        profile.SetValue(ExifTag.Orientation, (ushort)orientation);
        image.Metadata.ExifProfile = profile;
        image.Frames.RootFrame.Metadata.ExifProfile = profile;
        return Write(image, format);
    }

    private static byte[] Write(Image<Rgb24> image, string format)
    {
        IImageEncoder encoder = format switch
        {
            "WebP" => new WebpEncoder { FileFormat = WebpFileFormatType.Lossless },
            "GIF" => new GifEncoder(),
            "TIFF" => new TiffEncoder(),
            "TGA" => new TgaEncoder(),
            _ => new PbmEncoder { ColorType = PbmColorType.Rgb, ComponentType = PbmComponentType.Byte, Encoding = PbmEncoding.Binary },
        };
        using var file = new MemoryStream();
        image.Save(file, encoder);
        return file.ToArray();
    }
}
