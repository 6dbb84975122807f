namespace LVW.Native.Cli.Tests;

/// <summary>A disk that fills up ends a run in one line; what was there before stays.</summary>
public sealed class FullDiskTests(FinishedRun finished)
{
    private const string FullDevice = "/dev/full";

    [Theory]
    [InlineData("words.safetensors")]
    [InlineData("metrics.json")]
    public async Task A_full_disk_is_told_and_the_run_can_be_resumed(string name)
    {
        Assert.SkipUnless(File.Exists(FullDevice), $"this system has no {FullDevice}");
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.In("run"));
        foreach (string file in Directory.GetFiles(finished.Run)) File.Copy(file, folder.In("run", Path.GetFileName(file)));
        File.Delete(folder.In("run", "metrics.json"));

        // Files are written beside their place first; there, the disk is full.
        File.CreateSymbolicLink(folder.In("run", name + ".part"), FullDevice);
        (await CliRun.Of(Tiny.Train(finished.Pictures, folder.In("run"), "--resume"))).RequireUserError(name, "space", "--resume");
        File.Delete(folder.In("run", name + ".part"));
        (await CliRun.Of(Tiny.Train(finished.Pictures, folder.In("run"), "--resume"))).RequireSuccess();
        Assert.Equal(File.ReadAllBytes(Path.Combine(finished.Run, "words.safetensors")), File.ReadAllBytes(folder.In("run", "words.safetensors")));
    }
}
