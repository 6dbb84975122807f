using LVW.Native.Imaging.Tests.Bmp;
using LVW.Native.Imaging.Tests.Jpeg;
using LVW.Native.Imaging.Tests.Png;
using Xunit;

namespace LVW.Native.Imaging.Tests;

public class FuzzTests
{
    private const int Mutations = 10_000;

    // A kilobyte of deflate can hold a megabyte of one-bit pixels, hence eight million pixels of three bytes.
    private const long MaxBytesPerFile = 24 << 20;

    private readonly ITestOutputHelper output;

    public FuzzTests(ITestOutputHelper output) => this.output = output;

    [Fact]
    public void Damaged_files_give_a_picture_or_the_one_exception_within_bounded_memory()
    {
        byte[][] seeds = [.. Seeds()];
        int pictures = 0;
        long largest = 0;
        for (int i = 0; i < Mutations; i++)
        {
            var random = new Random(i);
            byte[] file = Mutate(seeds, random);
            var options = new DecodeOptions { Strict = i % 2 == 0, ApplyOrientation = i % 3 == 0 };
            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                ImageCodecs.Default.Decode(file, options);
                pictures++;
            }
            catch (ImageFormatException)
            {
            }
            catch (Exception exception)
            {
                Assert.Fail($"Mutation {i}: {exception}");
            }

            largest = Math.Max(largest, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.True(largest <= MaxBytesPerFile, $"Mutation {i} took {largest} bytes.");
        }

        output.WriteLine($"{Mutations} mutations: {pictures} decoded, {Mutations - pictures} refused, at most {largest} bytes allocated.");
        Assert.InRange(pictures, 1, Mutations - 1);
    }

    [Fact]
    public void Identifying_damaged_files_gives_a_size_or_the_one_exception()
    {
        byte[][] seeds = [.. Seeds()];
        for (int i = 0; i < Mutations; i++)
        {
            try
            {
                ImageInfo info = ImageCodecs.Default.Identify(Mutate(seeds, new Random(i)));
                Assert.True(info.Width > 0 && info.Height > 0);
            }
            catch (ImageFormatException)
            {
            }
        }
    }

    private static IEnumerable<byte[]> Seeds()
    {
        var random = new Random(7);
        yield return TinyJpegs.Baseline;
        yield return TinyJpegs.Progressive;
        yield return TinyJpegs.Cmyk;
        yield return TinyJpegs.Grey;
        yield return new JpegBuilder { Width = 33, Height = 20, Sampling = [(2, 2), (1, 1), (1, 1)], RestartInterval = 1 }.Build(random);
        yield return new JpegBuilder { Width = 17, Height = 9, Sampling = [(2, 1), (1, 1), (1, 1)], SeparateScans = true, AdobeTransform = 1 }.Build(random);
        foreach ((int type, int depth) in PngBuilder.Kinds) yield return PngBuilder.Random(random, 9, 7, type, depth, interlaced: type % 2 == 0, idatChunks: 2);
        foreach (int bits in new[] { 1, 4, 8, 16, 24, 32 }) yield return BmpBuilder.Random(random, 7, 5, bits, topDown: bits == 16);
    }

    private static byte[] Mutate(byte[][] seeds, Random random)
    {
        byte[] file = (byte[])seeds[random.Next(seeds.Length)].Clone();
        for (int rounds = random.Next(1, 4); rounds > 0; rounds--)
        {
            switch (random.Next(5))
            {
                case 0:
                    file[random.Next(file.Length)] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    file[random.Next(file.Length)] = (byte)random.Next(256);
                    break;
                case 2:
                    file = file[..random.Next(1, file.Length + 1)];
                    break;
                case 3:
                    byte[] other = seeds[random.Next(seeds.Length)];
                    file = [.. file[..random.Next(1, file.Length + 1)], .. other[random.Next(other.Length)..]];
                    break;
                default:
                    // Sizes and lengths are 16- or 32-bit fields: extreme values for them.
                    int at = random.Next(file.Length);
                    for (int i = at; i < Math.Min(at + random.Next(1, 5), file.Length); i++) file[i] = random.Next(2) == 0 ? (byte)0xFF : (byte)0;
                    break;
            }
        }

        return file;
    }
}
