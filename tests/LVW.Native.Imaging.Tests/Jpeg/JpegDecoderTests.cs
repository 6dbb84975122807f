using System.Buffers.Binary;
using LVW.Native.Imaging.Tests.Pillow;
using Xunit;

namespace LVW.Native.Imaging.Tests.Jpeg;

public class JpegDecoderTests
{
    public static TheoryData<string, int, int, string> KnownAnswers { get; } = new()
    {
        // Pillow 9.4 with libjpeg-turbo 2.1.5.
        { nameof(TinyJpegs.Baseline), 19, 13, "e41a950f8bcf62ca" },
        { nameof(TinyJpegs.Progressive), 19, 13, "99556aab2b9c7a83" },
        { nameof(TinyJpegs.Cmyk), 10, 9, "105ae96525796215" },
        { nameof(TinyJpegs.Grey), 9, 9, "1420c6c0211a8a96" },
    };

    [Theory]
    [MemberData(nameof(KnownAnswers))]
    public void Decodes_to_the_bytes_that_libjpeg_turbo_gave(string name, int width, int height, string hash)
    {
        RgbImage image = Decode(Tiny(name));
        Assert.Equal((width, height, hash), (image.Width, image.Height, Fingerprint.Hash(image.Pixels)));
    }

    [Fact]
    public void A_flat_grey_block_has_the_level_of_its_dc_coefficient()
    {
        byte[] file = new JpegBuilder { Width = 8, Height = 8, Sampling = [(1, 1)], Flat = true }.Build(new FirstDifference(24));

        // 24 · step 3 / 8 above the middle of the range.
        Assert.All(Decode(file).Pixels, value => Assert.Equal(128 + 9, value));
    }

    [Fact]
    public void Restart_intervals_and_separate_scans_do_not_change_the_picture()
    {
        var sizes = new { Width = 40, Height = 24 };
        byte[] plain = new JpegBuilder { Width = sizes.Width, Height = sizes.Height, Sampling = [(1, 1)] }.Build(new Random(3));
        byte[] restarts = new JpegBuilder { Width = sizes.Width, Height = sizes.Height, Sampling = [(1, 1)], RestartInterval = 1 }.Build(new Random(3));
        Assert.NotEqual(plain.Length, restarts.Length);
        Assert.Equal(Decode(plain).Pixels, Decode(restarts).Pixels);
    }

    [Fact]
    public void Every_proper_prefix_is_refused_as_truncated_or_damaged()
    {
        foreach (string name in KnownAnswers.Select(row => row.Data.Item1))
        {
            byte[] file = Tiny(name);
            for (int length = 3; length < file.Length; length++)
            {
                Assert.Throws<ImageFormatException>(() => Decode(file[..length]));
            }
        }
    }

    [Fact]
    public void A_lenient_decoder_keeps_what_came_before_the_end()
    {
        byte[] file = new JpegBuilder { Width = 64, Height = 64, Sampling = [(1, 1)] }.Build(new Random(1));
        RgbImage whole = Decode(file);
        RgbImage half = ImageCodecs.Default.Decode(file.AsMemory(0, (file.Length * 3) / 4), new DecodeOptions { Strict = false });
        Assert.Equal((64, 64), (half.Width, half.Height));
        Assert.Equal(whole.Row(0).ToArray(), half.Row(0).ToArray());
        Assert.Equal(new byte[3] { 128, 128, 128 }, half.Row(63)[^3..].ToArray());
    }

    [Fact]
    public void A_missing_restart_marker_is_damage()
    {
        byte[] file = new JpegBuilder { Width = 32, Height = 8, Sampling = [(1, 1)], RestartInterval = 1 }.Build(new Random(1));
        int marker = IndexOf(file, [0xFF, 0xD1]);
        file[marker + 1] = 0xD5;
        var exception = Assert.Throws<ImageFormatException>(() => Decode(file));
        Assert.Contains("restart marker 1", exception.Message);
    }

    [Theory]
    [InlineData(0xC3, "lossless")]
    [InlineData(0xC9, "arithmetic-coded")]
    [InlineData(0xC5, "hierarchical")]
    public void Unsupported_processes_are_named_with_the_remedy(byte frame, string process)
    {
        byte[] file = (byte[])TinyJpegs.Grey.Clone();
        file[IndexOf(file, [0xFF, 0xC0]) + 1] = frame;
        var exception = Assert.Throws<ImageFormatException>(() => Decode(file));
        Assert.Contains(process, exception.Message);
        Assert.Contains("Convert the picture", exception.Message);
    }

    [Fact]
    public void A_declared_size_that_the_bytes_cannot_hold_is_refused_before_memory_is_taken()
    {
        byte[] file = (byte[])TinyJpegs.Grey.Clone();
        int frame = IndexOf(file, [0xFF, 0xC0]);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(frame + 5), 9000);
        BinaryPrimitives.WriteUInt16BigEndian(file.AsSpan(frame + 7), 9000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var exception = Assert.Throws<ImageFormatException>(() => Decode(file));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
        Assert.Contains("9000×9000 pixels need at least", exception.Message);
    }

    [Fact]
    public void The_limit_on_pixels_is_kept()
    {
        var exception = Assert.Throws<ImageFormatException>(() => ImageCodecs.Default.Decode(TinyJpegs.Baseline, new DecodeOptions { MaxPixels = 19 * 13 - 1 }));
        Assert.Contains("19×13 pixels are more than the limit of 246", exception.Message);
        ImageCodecs.Default.Decode(TinyJpegs.Baseline, new DecodeOptions { MaxPixels = 19 * 13 });
    }

    [Fact]
    public void The_exif_orientation_is_reported_and_applied_on_request_only()
    {
        byte[] exif = [.. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
        byte[] file = [0xFF, 0xD8, 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. TinyJpegs.Baseline[2..]];
        RgbImage stored = Decode(file);
        RgbImage upright = ImageCodecs.Default.Decode(file, new DecodeOptions { ApplyOrientation = true });
        Assert.Equal(ImageOrientation.Rotate90, ImageCodecs.Default.Identify(file).Orientation);
        Assert.Equal((19, 13), (stored.Width, stored.Height));
        Assert.Equal((13, 19), (upright.Width, upright.Height));

        // A quarter turn clockwise brings the bottom left corner to the top left.
        Assert.Equal(stored.Row(12)[..3].ToArray(), upright.Row(0)[..3].ToArray());
    }

    [Fact]
    public void Scans_without_end_are_refused()
    {
        // One progressive DC scan, then refinements of it again and again: each would visit every block for a few bytes.
        byte[] file = TinyJpegs.Progressive;
        int end = file.Length - 2;
        int scan = IndexOf(file, [0xFF, 0xDA, 0, 8, 1]);
        byte[] more = file[scan..IndexOf(file, [0xFF, 0xC4], scan)];
        byte[] bomb = [.. file[..end], .. Enumerable.Repeat(more, 600).SelectMany(s => s), 0xFF, 0xD9];
        Assert.Throws<ImageFormatException>(() => Decode(bomb));
    }

    private static RgbImage Decode(byte[] file) => ImageCodecs.Default.Decode(file);

    private static byte[] Tiny(string name) => (byte[])typeof(TinyJpegs).GetProperty(name)!.GetValue(null)!;

    private static int IndexOf(byte[] file, byte[] pattern, int from = 0) => file.AsSpan(from).IndexOf(pattern) + from;

    private sealed class FirstDifference(int value) : Random
    {
        public override int Next(int minValue, int maxValue) => value;
    }
}
