using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using LVW.Native.Imaging.Resampling;
using Xunit;

namespace LVW.Native.Imaging.Tests.Pillow;

public class PillowParityTests
{
    // Every n-th file of the real data sets; LVW_FULL=1 compares them all.
    private const int Sample = 24;

    private readonly ITestOutputHelper output;

    public PillowParityTests(ITestOutputHelper output) => this.output = output;

    [Fact]
    public void Real_files_decode_and_resize_to_the_bytes_of_Pillow()
    {
        PillowOracle.Require();
        string root = TestData.Require();
        bool full = Environment.GetEnvironmentVariable("LVW_FULL") == "1";
        string[] files = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetExtension(f) is ".jpg" or ".png")
            .Where(f => !Path.GetFileName(f).StartsWith('.'))
            .Order(StringComparer.Ordinal)
            .Where((_, i) => full || i % Sample == 0)
            .ToArray();
        Compare(files, mayBeUnreadable: path => ImageSignature(path).StartsWith("GIF"));
    }

    [Fact]
    public void Files_of_every_kind_that_Pillow_writes_decode_to_its_bytes()
    {
        PillowOracle.Require();
        using var folder = new TemporaryFolder();
        PillowOracle.Generate(folder.Path);
        Compare(Directory.GetFiles(folder.Path).Order(StringComparer.Ordinal).ToArray(), mayBeUnreadable: _ => false);
    }

    [Fact]
    public void Files_that_Pillow_reads_but_does_not_write_decode_to_its_bytes()
    {
        PillowOracle.Require();
        using var folder = new TemporaryFolder();
        BuiltFiles.Write(folder.Path);
        Compare(Directory.GetFiles(folder.Path).Order(StringComparer.Ordinal).ToArray(), mayBeUnreadable: _ => false);
    }

    [Fact]
    public void Float_maps_resize_to_the_bits_of_Pillow()
    {
        PillowOracle.Require();
        var map = new FloatMap(7, 5);
        for (int i = 0; i < map.Values.Length; i++) map.Values[i] = (float)(i * 37 % 101 / 100.0);
        foreach (string line in PillowOracle.Maps())
        {
            string[] parts = line.Split(' ');
            FloatMap resized = map.Resize(int.Parse(parts[0]), int.Parse(parts[1]), Enum.Parse<ResampleFilter>(parts[2], ignoreCase: true));
            Assert.Equal($"{line}", $"{parts[0]} {parts[1]} {parts[2]} {Fingerprint.Hash(MemoryMarshal.AsBytes<float>(resized.Values))}");
        }
    }

    private void Compare(string[] files, Func<string, bool> mayBeUnreadable)
    {
        Task<Dictionary<string, string>> reference = Task.Run(() => PillowOracle.Hash(files));
        var ours = new ConcurrentDictionary<string, string>();
        Parallel.ForEach(files, new ParallelOptions { MaxDegreeOfParallelism = 2 }, file => ours[file] = Fingerprint.Describe(file));
        Dictionary<string, string> theirs = reference.Result;
        string[] unreadable = files.Where(f => ours[f].StartsWith("unreadable") && mayBeUnreadable(f)).ToArray();
        string[] different = files.Except(unreadable).Where(f => ours[f] != theirs[f]).ToArray();
        output.WriteLine($"{files.Length} files compared, {unreadable.Length} in formats that are not read, {different.Length} different.");
        Assert.True(
            different.Length == 0,
            $"{different.Length} of {files.Length} differ:\n" + string.Join('\n', different.Take(20).Select(f => $"{f}\n  ours   {ours[f]}\n  Pillow {theirs[f]}")));
    }

    private static string ImageSignature(string path)
    {
        using FileStream file = File.OpenRead(path);
        var bytes = new byte[4];
        file.ReadAtLeast(bytes, 4, throwOnEndOfStream: false);
        return System.Text.Encoding.Latin1.GetString(bytes);
    }
}
