using LVW.Native.Cli;

namespace LVW.Native.Distributed.Mpi.Tests;

/// <summary>What goes wrong on some ranks ends all of them in one line.</summary>
public sealed class FailureTests(Shared shared) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Mpirun.Kinds), MemberType = typeof(Mpirun))]
    public void Settings_that_are_wrong_are_told_once(string kind)
    {
        using MpiJob job = Mpirun.Require(kind).Lvw(3, shared.Train(folder.In("run"), 1, "--set", "batchSize=-1"));
        job.End().RequireCode(ExitCode.UserError).RequireError("batchSize");
        job.RequireGone();
        Assert.False(Directory.Exists(folder.In("run")));
    }

    [Theory]
    [MemberData(nameof(Mpirun.Kinds), MemberType = typeof(Mpirun))]
    public void A_rank_with_other_pictures_is_named(string kind)
    {
        Copy(shared.Pictures, folder.In("fewer"));
        File.Delete(Directory.GetFiles(folder.In("fewer", "train"), "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal).First());
        using MpiJob job = Mpirun.Require(kind).StartEach(Mpirun.Command(shared.Train(folder.In("run"), 1)), Mpirun.Command(Shared.TrainOn(folder.In("fewer"), folder.In("run"), 1)));
        job.End().RequireCode(ExitCode.UserError).RequireError("rank 1 has other pictures than rank 0");
        Assert.False(Directory.Exists(folder.In("run")));
    }

    [Theory]
    [MemberData(nameof(Mpirun.Kinds), MemberType = typeof(Mpirun))]
    public void A_rank_without_pictures_is_named_with_the_folder(string kind)
    {
        using MpiJob job = Mpirun.Require(kind).StartEach(Mpirun.Command(shared.Train(folder.In("run"), 1)), Mpirun.Command(Shared.TrainOn(folder.In("nowhere"), folder.In("run"), 1)));
        job.End().RequireCode(ExitCode.UserError).RequireError("error: rank 1: ", folder.In("nowhere"));
    }

    [Theory]
    [MemberData(nameof(Mpirun.Kinds), MemberType = typeof(Mpirun))]
    public async Task A_disk_that_is_full_or_read_only_to_rank_0_ends_all_in_one_line_and_costs_no_checkpoint(string kind)
    {
        Mpirun mpirun = Mpirun.Require(kind);
        using var disk = new SmallDisk(folder.In("disk"), bytes: 64 << 10);
        string run = folder.In("disk", "run");
        string[] arguments = shared.Train(run, Shared.Epochs, "--resume");
        End(arguments, "Free space", "--resume");

        // Room for one checkpoint and the beginning of another.
        disk.Remount("rw,size=6m");
        End(arguments, "Free space", "--resume");
        Assert.NotEmpty(Directory.GetFiles(run, "checkpoint*.safetensors"));
        Shared.RequireWholeCheckpoints(run);

        disk.Remount("ro");
        End(shared.Train(folder.In("disk", "other"), 1), "other", "cannot be written");

        disk.Remount("rw,size=64m");
        using MpiJob job = mpirun.Lvw(2, arguments);
        job.End().RequireCode(ExitCode.Success);
        Shared.RequireSame(await shared.Alone(Shared.Epochs), Shared.Losses(run), relative: 1e-4);

        void End(string[] arguments, params string[] words)
        {
            using MpiJob job = mpirun.Lvw(2, arguments);
            job.End().RequireCode(ExitCode.UserError).RequireError(words);
            job.RequireGone();
        }
    }

    private static void Copy(string from, string to)
    {
        foreach (string file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
