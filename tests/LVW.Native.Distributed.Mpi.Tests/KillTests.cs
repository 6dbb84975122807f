using System.Diagnostics;
using System.Globalization;
using LVW.Native.Cli;

namespace LVW.Native.Distributed.Mpi.Tests;

/// <summary>A rank that is killed ends the job and costs no more than the steps since the last checkpoint; as many ranks as one likes go on.</summary>
public sealed class KillTests(Shared shared, ITestOutputHelper output) : IDisposable
{
    // Asks for more kills than each build needs.
    private const string KillsVariable = "LVW_TEST_KILLS";
    private const double Rounding = 1e-4;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Mpirun.Kinds), MemberType = typeof(Mpirun))]
    public async Task A_killed_rank_ends_the_job_and_one_two_or_three_go_on_to_the_same_losses(string kind)
    {
        Mpirun mpirun = Mpirun.Require(kind);
        int kills = int.TryParse(Environment.GetEnvironmentVariable(KillsVariable), NumberStyles.None, CultureInfo.InvariantCulture, out int asked) ? asked : 3;
        int epochs = Math.Max(Shared.Epochs, kills * 3);
        string run = folder.In("run");
        var random = new Random(kills);
        for (int kill = 0; kill < kills; kill++)
        {
            int ranks = 2 + (kill % 2);
            using MpiJob job = mpirun.Lvw(ranks, shared.Train(run, epochs, "--resume"));

            // The first and every fifth while they find each other and read their files, the others after some epochs more.
            int epoch = kill % 5 == 0 ? 0 : kill * epochs / kills;
            job.Becomes(() => job.Living.Count > ranks && (epoch == 0 || job.Messages.Any(line => EpochOf(line) >= epoch)));
            Thread.Sleep(random.Next(kill % 5 == 0 ? 1500 : 60));
            long start = Stopwatch.GetTimestamp();
            bool hit = job.SignalRank("KILL", random.Next(ranks));
            MpiResult result = job.End();
            output.WriteLine(FormattableString.Invariant(
                $"{kind}, {ranks} ranks, after epoch {Shared.Losses(run).Length}: {(hit ? "killed" : "had ended")}, exit code {result.Code} after {Stopwatch.GetElapsedTime(start).TotalSeconds:f1} s"));
            output.WriteLine($"{result.Data}\n{result.Messages}");

            // On a busy machine the kill comes late, which must do as well.

            // MPICH's transport may miss the dead rank before the launcher does: the survivor then aborts itself, and its code is the job's.
            if (hit) Assert.Matches("signal 9|BAD TERMINATION", result.Data + result.Messages);
            if (hit) Assert.NotEqual(0, result.Code);
            Assert.Empty(result.Errors);
            Assert.DoesNotContain("   at ", result.Messages);
            job.RequireGone();
            Shared.RequireWholeCheckpoints(run);
        }

        (await CliRun.Of(shared.Train(run, epochs, "--resume"))).RequireSuccess();
        Shared.RequireSame(await shared.Alone(epochs), Shared.Losses(run), Rounding);
    }

    [Theory]
    [InlineData(Mpirun.OpenMpi, "TERM", false)]
    [InlineData(Mpirun.Mpich, "TERM", false)]
    [InlineData(Mpirun.OpenMpi, "TERM", true)]
    [InlineData(Mpirun.Mpich, "INT", true)]
    public void A_signal_to_the_ranks_or_their_launcher_writes_a_checkpoint(string kind, string signal, bool toLauncher)
    {
        string run = folder.In("run");
        using MpiJob job = Mpirun.Require(kind).Lvw(2, shared.Train(run, 100_000));
        Assert.True(job.Says("base epoch 3"));
        if (toLauncher) job.Signal(signal);
        else Assert.All(Enumerable.Range(0, 2), rank => Assert.True(job.SignalRank(signal, rank)));
        MpiResult result = job.End();
        Assert.Contains($"Interrupted; a checkpoint is in {run}. Go on with the same command and --resume.", result.Messages);
        Assert.DoesNotContain("   at ", result.Messages);
        Assert.Empty(result.Errors);
        if (!toLauncher) result.RequireCode(ExitCode.Interrupted);
        job.RequireGone();
        Assert.True(File.Exists(Path.Combine(run, "checkpoint.safetensors")));
        Shared.RequireWholeCheckpoints(run);
        Assert.True(Shared.Losses(run).Length >= 3);
    }

    private static int EpochOf(string line)
        => line.StartsWith("base epoch ", StringComparison.Ordinal) && int.TryParse(line.Split(' ')[2].TrimEnd(':'), NumberStyles.None, CultureInfo.InvariantCulture, out int epoch) ? epoch : 0;
}
