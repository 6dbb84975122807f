using System.Buffers.Binary;
using FsCheck.Xunit;
using LVW.Native.Imaging.Png;
using Xunit;

namespace LVW.Native.Imaging.Tests.Png;

public class PngTests
{
    private static readonly DecodeOptions Lenient = new() { Strict = false };

    [Fact]
    public void Checksum_is_the_published_check_value() => Assert.Equal(0xCBF43926u, Crc32.Compute("123456789"u8));

    [Property(MaxTest = 100)]
    public void What_is_encoded_decodes_to_the_same_picture(byte width, byte height, int seed)
    {
        var image = new RgbImage(width + 1, (height / 8) + 1);
        var random = new Random(seed);
        int noise = random.Next(1, 256);
        for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = (byte)((i / 5) + random.Next(noise));
        RgbImage back = ImageCodecs.Default.Decode(Encode(image));
        Assert.Equal((image.Width, image.Height), (back.Width, back.Height));
        Assert.Equal(image.Pixels, back.Pixels);
    }

    [Fact]
    public void Every_filter_is_undone()
    {
        var random = new Random(1);
        var above = new byte[100];
        var row = new byte[100];
        random.NextBytes(above);
        random.NextBytes(row);
        foreach (int distance in new[] { 1, 2, 3, 4, 6, 8 })
        {
            for (int type = 0; type < PngFilter.Count; type++)
            {
                var filtered = new byte[100];
                int sum = PngFilter.Apply(type, row, above, distance, filtered);
                Assert.Equal(filtered.Sum(f => Math.Abs((int)(sbyte)f)), sum);
                PngFilter.Undo(type, filtered, above, distance);
                Assert.Equal(row, filtered);
            }
        }
    }

    [Fact]
    public void Palette_grey_and_alpha_become_rgb()
    {
        byte[] palette = PngBuilder.Chunk("PLTE", [10, 20, 30, 40, 50, 60]);
        Assert.Equal([10, 20, 30, 40, 50, 60], Decode(PngBuilder.Header(2, 1, 1, 3), palette, Data(0, 0b01_000000)));
        Assert.Equal([0, 0, 0, 85, 85, 85, 170, 170, 170, 255, 255, 255], Decode(PngBuilder.Header(4, 1, 2, 0), Data(0, 0b00_01_10_11)));
        Assert.Equal([1, 2, 3], Decode(PngBuilder.Header(1, 1, 8, 6), Data(0, 1, 2, 3, 0)));
        Assert.Equal([7, 7, 7], Decode(PngBuilder.Header(1, 1, 8, 4), Data(0, 7, 99)));
        Assert.Equal([0x12, 0x34, 0x56], Decode(PngBuilder.Header(1, 1, 16, 2), Data(0, 0x12, 0xFF, 0x34, 0xFF, 0x56, 0xFF)));
    }

    [Fact]
    public void Interlaced_pixels_go_to_their_places()
    {
        // 3×2 in Adam7: pass 1 holds (0,0), pass 4 (2,0), pass 6 (1,0), pass 7 row 1.
        byte[] pixels = Decode(PngBuilder.Header(3, 2, 8, 0, interlaced: true), Data(0, 1, 0, 3, 0, 2, 0, 4, 5, 6));
        Assert.Equal([1, 2, 3, 4, 5, 6], pixels.Where((_, i) => i % 3 == 0));
    }

    [Fact]
    public void A_wrong_checksum_is_an_error_unless_lenient()
    {
        byte[] file = Encode(new RgbImage(4, 4));
        int crc = file.Length - 12 - 4;
        file[crc] ^= 1;
        Assert.Contains("checksum of chunk IDAT", Assert.Throws<ImageFormatException>(() => ImageCodecs.Default.Decode(file)).Message);
        Assert.Equal(4, ImageCodecs.Default.Decode(file, Lenient).Width);
    }

    [Fact]
    public void Every_proper_prefix_is_refused_and_a_lenient_decoder_keeps_the_rows_that_are_there()
    {
        var image = new RgbImage(20, 20);
        new Random(2).NextBytes(image.Pixels);
        byte[] file = Encode(image);
        for (int length = 8; length < file.Length; length += 7)
        {
            Assert.Throws<ImageFormatException>(() => ImageCodecs.Default.Decode(file.AsMemory(0, length)));
        }

        RgbImage half = ImageCodecs.Default.Decode(file.AsMemory(0, file.Length / 2), Lenient);
        Assert.Equal(image.Row(0).ToArray(), half.Row(0).ToArray());
        Assert.All(half.Row(19).ToArray(), value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_declared_size_that_the_bytes_cannot_hold_is_refused_before_memory_is_taken()
    {
        byte[] file = PngBuilder.File(PngBuilder.Header(9000, 9000, 8, 2), Data(0, 1, 2, 3));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("need at least", Assert.Throws<ImageFormatException>(() => ImageCodecs.Default.Decode(file)).Message);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1_000_000);
    }

    [Fact]
    public void Damage_is_named()
    {
        void Refuses(string message, params byte[][] chunks)
            => Assert.Contains(message, Assert.Throws<ImageFormatException>(() => ImageCodecs.Default.Decode(PngBuilder.File(chunks))).Message);

        Refuses("no colour type 5 with 8 bits", PngBuilder.Header(1, 1, 8, 5), Data(0, 0));
        Refuses("no colour type 2 with 4 bits", PngBuilder.Header(1, 1, 4, 2), Data(0, 0));
        Refuses("there is no palette", PngBuilder.Header(1, 1, 8, 3), Data(0, 0));
        Refuses("holds no pixel data", PngBuilder.Header(1, 1, 8, 0));
        Refuses("a row has filter 9", PngBuilder.Header(1, 1, 8, 0), Data(9, 0));
        Refuses("critical", PngBuilder.Header(1, 1, 8, 0), PngBuilder.Chunk("CgBI", []), Data(0, 0));
        Refuses("does not start with a header", Data(0, 0));
        Refuses("truncated or damaged", PngBuilder.Header(1, 2, 8, 0), Data(0, 0));
        Refuses("0×1", PngBuilder.Header(0, 1, 8, 0), Data(0, 0));
    }

    [Fact]
    public void The_encoder_writes_a_header_that_says_what_is_in_the_file()
    {
        byte[] file = Encode(new RgbImage(300, 2));
        Assert.Equal(300, BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(16)));
        Assert.Equal(new ImageInfo(300, 2, "PNG"), ImageCodecs.Default.Identify(file));
    }

    private static byte[] Encode(RgbImage image)
    {
        using var file = new MemoryStream();
        new PngCodec().Encode(image, file);
        return file.ToArray();
    }

    private static byte[] Data(params byte[] raw) => PngBuilder.Chunk("IDAT", PngBuilder.Deflate(raw));

    private static byte[] Decode(params byte[][] chunks) => ImageCodecs.Default.Decode(PngBuilder.File(chunks)).Pixels;
}
