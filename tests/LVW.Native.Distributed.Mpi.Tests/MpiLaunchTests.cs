using LVW.Native.Engine.Distributed;

namespace LVW.Native.Distributed.Mpi.Tests;

/// <summary>The launcher is told from the environment; a process that nobody launched is alone.</summary>
public sealed class MpiLaunchTests
{
    [Theory]
    [InlineData("OMPI_COMM_WORLD_SIZE=3 PMIX_RANK=1 OMPI_COMM_WORLD_RANK=1", 3, true)]
    [InlineData("PMI_SIZE=2 PMI_RANK=0", 2, false)]
    [InlineData("SLURM_NTASKS=8 PMIX_RANK=5", 8, true)]
    [InlineData("SLURM_NTASKS=8", 1, false)]
    [InlineData("PMIX_RANK=5", 1, false)]
    [InlineData("OMPI_COMM_WORLD_SIZE=many", 1, false)]
    [InlineData("OMPI_COMM_WORLD_SIZE=-2", 1, false)]
    [InlineData("OMPI_COMM_WORLD_SIZE=1", 1, true)]
    [InlineData("", 1, false)]
    public void The_environment_tells_how_many_ranks_there_are_and_whose(string environment, int ranks, bool openMpi)
    {
        MpiLaunch launch = MpiLaunch.Of(Variables(environment));
        Assert.Equal(new MpiLaunch(ranks, openMpi), launch);
        Assert.Equal(ranks > 1, launch.IsParallel);
    }

    [Fact]
    public void A_process_without_mpirun_is_one_process() => Assert.False(MpiLaunch.OfProcess().IsParallel);

    [Fact]
    public void A_named_library_that_is_missing_is_an_error_with_path_and_remedy()
    {
        using var folder = new TemporaryFolder();
        string path = folder.In("libmpi.so");
        CollectiveException error = Assert.Throws<CollectiveException>(() => Find(path));
        Assert.Contains(path, error.Message);
        Assert.Contains($"{MpiLibrary.PathVariable} names", error.Message);
    }

    [Fact]
    public void A_named_file_that_is_no_library_is_an_error_with_path_and_remedy()
    {
        using var folder = new TemporaryFolder();
        string path = folder.In("libmpi.so");
        File.WriteAllText(path, "not a library");
        Assert.Contains(path, Assert.Throws<CollectiveException>(() => Find(path)).Message);
    }

    [Fact]
    public void A_named_library_that_is_no_mpi_is_an_error_that_says_so()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the C library has this name on Linux alone");
        CollectiveException error = Assert.Throws<CollectiveException>(() => Find("libc.so.6"));
        Assert.Contains("libc.so.6 is no library of MPI 3 or later", error.Message);
        Assert.Contains(MpiLibrary.PathVariable, error.Message);
    }

    private static MpiLibrary Find(string path) => MpiLibrary.Find(new MpiLaunch(2, IsOpenMpi: true), Variables($"{MpiLibrary.PathVariable}={path}"));

    private static Func<string, string?> Variables(string environment)
    {
        Dictionary<string, string> variables = environment.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=')).ToDictionary(pair => pair[0], pair => pair[1]);
        return variables.GetValueOrDefault;
    }
}
