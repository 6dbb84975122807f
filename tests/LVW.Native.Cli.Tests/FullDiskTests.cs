using LVW.Native.Engine.Checkpoints;

namespace LVW.Native.Cli.Tests;

/// <summary>A disk that fills up ends a run in one line; what was there before stays.</summary>
public sealed class FullDiskTests(FinishedRun finished)
{
    private const string FullDevice = "/dev/full";

    [Fact]
    public async Task A_report_that_cannot_be_written_is_told_and_the_run_can_be_completed()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.In("run"));
        foreach (string file in Directory.GetFiles(finished.Run)) File.Copy(file, folder.In("run", Path.GetFileName(file)));
        File.Delete(folder.In("run", "metrics.json"));
        File.WriteAllText(folder.In("run", "words.safetensors.left-by-a-kill.part"), "");

        // In the report's place, something that no file can replace.
        string report = folder.In("run", "report", "index.html");
        Directory.CreateDirectory(Path.Combine(report, "full"));
        (await CliRun.Of(Tiny.Train(finished.Pictures, folder.In("run"), "--resume"))).RequireUserError("index.html");
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(report)!));
        Directory.Delete(report, recursive: true);
        (await CliRun.Of(Tiny.Train(finished.Pictures, folder.In("run"), "--resume"))).RequireSuccess();
        Assert.Equal([report], Directory.GetFiles(Path.GetDirectoryName(report)!));
        Assert.Equal(File.ReadAllBytes(Path.Combine(finished.Run, "words.safetensors")), File.ReadAllBytes(folder.In("run", "words.safetensors")));
        Assert.Empty(Directory.GetFiles(folder.In("run"), "*.part"));
    }

    [Fact]
    public void A_disk_that_is_full_leaves_the_old_file_and_nothing_beside_it()
    {
        Assert.SkipUnless(File.Exists(FullDevice), $"this system has no {FullDevice}");
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.In("x"), "old");
        IOException error = Assert.Throws<IOException>(() => AtomicFile.Write(folder.In("x"), _ => File.WriteAllText(FullDevice, "new")));
        Assert.Contains("Free space", UserErrors.LineFor(error)!, StringComparison.Ordinal);
        Assert.Equal("old", File.ReadAllText(folder.In("x")));
        Assert.Equal([folder.In("x")], Directory.GetFiles(folder.Path));
    }
}
