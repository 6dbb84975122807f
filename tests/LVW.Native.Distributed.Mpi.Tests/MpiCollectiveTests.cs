namespace LVW.Native.Distributed.Mpi.Tests;

/// <summary>Every call with real ranks, over both libraries.</summary>
public sealed class MpiCollectiveTests
{
    [Theory]
    [InlineData(Mpirun.OpenMpi, 2)]
    [InlineData(Mpirun.OpenMpi, 3)]
    [InlineData(Mpirun.Mpich, 2)]
    [InlineData(Mpirun.Mpich, 3)]
    public void Ranks_get_the_sums_and_bytes_of_all(string kind, int ranks)
    {
        using MpiJob job = Mpirun.Require(kind).Work(ranks, "calls");
        Assert.Contains($"{ranks} ranks agree over {(kind == Mpirun.OpenMpi ? "Open MPI" : "MPICH")}", job.End().RequireCode(0).Data);
    }

    [Theory]
    [MemberData(nameof(Mpirun.Kinds), MemberType = typeof(Mpirun))]
    public void Ranks_that_were_asked_to_stop_wait_for_a_slow_one_to_meet_but_not_for_its_part_of_a_sum(string kind)
    {
        using MpiJob job = Mpirun.Require(kind).Work(2, "slow");
        Assert.Contains("all have met", job.End().RequireCode(9).Data);
        job.RequireGone();
    }

    [Theory]
    [InlineData(Mpirun.OpenMpi)]
    [InlineData(Mpirun.Mpich)]
    public void A_rank_that_aborts_ends_all_with_its_exit_code(string kind)
    {
        using MpiJob job = Mpirun.Require(kind).Work(2, "abort", "7");
        job.End().RequireCode(7);
        job.RequireGone();
    }
}
