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
        finished.CopyUnfinished(folder.In("run"));
        File.WriteAllText(folder.In("run", "words.safetensors.left-by-a-kill.part"), "");

        // In the report's place, something that no file can replace.
        string report = folder.In("run", "report", "index.html");
        Directory.CreateDirectory(Path.Combine(report, "full"));
        (await CliRun.Of(Tiny.Train(finished.Pictures, folder.In("run"), "--resume"))).RequireUserError("index.html");
        Assert.Empty(Directory.GetFiles(Path.GetDirectoryName(report)!));
        Directory.Delete(report, recursive: true);
        (await CliRun.Of(Tiny.Train(finished.Pictures, folder.In("run"), "--resume"))).RequireSuccess();
        Assert.Equal([report], Directory.GetFiles(Path.GetDirectoryName(report)!));
        finished.RequireSameWeights(folder.In("run"));
        Assert.Empty(Directory.GetFiles(folder.In("run"), "*.part"));
    }

    [Fact]
    public async Task A_disk_that_fills_up_or_becomes_read_only_ends_training_in_one_line_and_costs_no_checkpoint()
    {
        using var folder = new TemporaryFolder();
        string run = folder.In("disk", "run");
        long checkpoint = new FileInfo(Path.Combine(finished.Run, "checkpoint.previous.safetensors")).Length;
        using var disk = new SmallDisk(folder.In("disk"), bytes: checkpoint * 5 / 2);
        string[] arguments = Tiny.Train(finished.Pictures, run, "--resume");
        (await CliRun.Of(arguments)).RequireUserError(run, "Free space", "--resume");
        string[] saved = Directory.GetFiles(run, "checkpoint*");
        Assert.NotEmpty(saved);
        Assert.All(saved, file => Assert.True(CheckpointSeal.IsSealed(CheckpointSeal.Read(file))));
        Assert.Empty(Directory.GetFiles(run, "*.part"));

        disk.Remount("ro");
        (await CliRun.Of(arguments)).RequireUserError(run, "Read-only");
        (await CliRun.Of(Tiny.Train(finished.Pictures, folder.In("disk", "other")))).RequireUserError("other", "cannot be written", "another folder");
        Assert.Equal(saved, Directory.GetFiles(run, "checkpoint*"));

        disk.Remount("rw,size=64m");
        (await CliRun.Of(arguments)).RequireSuccess();
        finished.RequireSameWeights(run);
        disk.Remount("ro");
        (await CliRun.Of("predict", run, finished.Picture())).RequireSuccess();
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
