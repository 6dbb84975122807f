namespace LVW.Native.Distributed.Mpi.Tests;

/// <summary>Ranks that share the steps learn what one process learns.</summary>
public sealed class TrainingTests(Shared shared) : IDisposable
{
    // Of the loss: what the order of sums comes to in 51 steps, measured below 5e-6.
    private const double Rounding = 1e-5;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Mpirun.Kinds), MemberType = typeof(Mpirun))]
    public async Task Two_ranks_have_the_losses_of_one(string kind)
    {
        using MpiJob job = Mpirun.Require(kind).Lvw(2, shared.Train(folder.In("run"), Shared.Epochs, "--json"));
        MpiResult result = job.End().RequireCode(0);
        Shared.RequireSame(await shared.Alone(Shared.Epochs), Shared.Losses(folder.In("run")), Rounding);

        // One document, though Open MPI gives each rank a terminal.
        Assert.StartsWith("{", result.Data);
        Assert.Equal(folder.In("run"), System.Text.Json.JsonDocument.Parse(result.Data).RootElement.GetProperty("run").GetString());
        Assert.Single(result.Messages.Split('\n'), line => line.StartsWith("ranks: 2, ", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Mpirun.Kinds), MemberType = typeof(Mpirun))]
    public void A_rank_may_be_told_its_threads_while_another_finds_them(string kind)
    {
        string[] told = shared.Train(folder.In("run"), 1);
        int at = Array.IndexOf(told, "--threads");
        using MpiJob job = Mpirun.Require(kind).StartEach(Mpirun.Command(told), Mpirun.Command([.. told[..at], .. told[(at + 2)..]]));
        job.End().RequireCode(0);
        Assert.Single(Shared.Losses(folder.In("run")));
    }

    [Theory]
    [MemberData(nameof(Mpirun.Kinds), MemberType = typeof(Mpirun))]
    public async Task Ranks_in_two_networks_that_a_wire_joins_have_the_losses_of_one(string kind)
    {
        Mpirun mpirun = Mpirun.Require(kind);
        using var hosts = new TwoHosts(folder.Path);
        using MpiJob job = hosts.Start(mpirun, Mpirun.Command(shared.Train(folder.In("run"), Shared.Epochs)));
        job.End().RequireCode(0);
        Shared.RequireSame(await shared.Alone(Shared.Epochs), Shared.Losses(folder.In("run")), Rounding);

        // The gradients of each step alone are as many bytes as the model; MPICH finds that both are one machine, and the wire carries only how its ranks find each other.
        long model = new FileInfo(folder.In("run", "base.safetensors")).Length;
        Assert.True(hosts.BytesOverTheWire > (mpirun.IsOpenMpi ? model * Shared.Epochs * 3 : 1000), $"{hosts.BytesOverTheWire} bytes went over the wire, of a model of {model}");
    }
}
