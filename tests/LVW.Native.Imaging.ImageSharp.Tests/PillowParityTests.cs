using System.Diagnostics;
using Xunit;

namespace LVW.Native.Imaging.ImageSharp.Tests;

/// <summary>Files of Pillow's against what Pillow reads from them.</summary>
public sealed class PillowParityTests
{
    private const string Python = "/usr/bin/python3";

    // ImageSharp 2 knows no TIFF without a tag for its bits; both versions round the 16-bit palette of a TIFF otherwise.
    private static readonly string[] Unread = ["one-bit.tif"];
    private static readonly Dictionary<string, int> Near = new() { ["palette.tif"] = 1 };

    [Fact]
    public void Pictures_equal_those_of_Pillow_byte_for_byte()
    {
        Assert.SkipUnless(File.Exists(Python), $"{Python} is not installed.");
        string folder = Directory.CreateTempSubdirectory("lvw-imagesharp-").FullName;
        try
        {
            Write(folder);
            ImageCodecs codecs = ImageCodecs.Default.WithImageSharp();
            string[] files = [.. Directory.GetFiles(folder).Where(file => !file.EndsWith(".rgb", StringComparison.Ordinal) && !Unread.Contains(Path.GetFileName(file)))];
            Assert.NotEmpty(files);
            foreach (string file in files)
            {
                byte[] ours = ImageFile.Load(file, codecs: codecs).Pixels;
                byte[] theirs = File.ReadAllBytes(file + ".rgb");
                Assert.Equal(theirs.Length, ours.Length);
                int worst = ours.Zip(theirs).Max(pair => Math.Abs(pair.First - pair.Second));
                Assert.True(worst <= Near.GetValueOrDefault(Path.GetFileName(file)), $"{Path.GetFileName(file)}: bytes differ by up to {worst}.");
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Write(string folder)
    {
        var start = new ProcessStartInfo(Python, [Path.Combine(AppContext.BaseDirectory, "pillow_pictures.py"), folder]) { RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.SkipWhen(errors.Contains("ModuleNotFoundError", StringComparison.Ordinal), $"{Python} has no PIL or no numpy.");
        Assert.True(process.ExitCode == 0, errors);
    }
}
