using System.Globalization;

namespace LVW.Native.Distributed.Mpi;

/// <summary>What the environment tells of the launcher: mpirun of Open MPI or MPICH, srun, or none.</summary>
/// <param name="Ranks">Processes that were launched together; 1 where there was no launcher.</param>
/// <param name="IsOpenMpi">Whether the launcher is Open MPI's, or Slurm's in Open MPI's language.</param>
public sealed record MpiLaunch(int Ranks, bool IsOpenMpi)
{
    private const string OpenMpiSize = "OMPI_COMM_WORLD_SIZE";
    private const string MpichSize = "PMI_SIZE";
    private const string SlurmSize = "SLURM_NTASKS";
    private const string ProcessManagement = "PMIX_RANK";

    /// <summary>Whether there are other ranks.</summary>
    public bool IsParallel => Ranks > 1;

    /// <summary>Reads the environment of this process.</summary>
    public static MpiLaunch OfProcess() => Of(Environment.GetEnvironmentVariable);

    /// <summary>Reads an environment.</summary>
    /// <param name="variable">Gives a variable's value, or null.</param>
    public static MpiLaunch Of(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        if (Number(OpenMpiSize) is { } open) return new MpiLaunch(open, IsOpenMpi: true);
        if (Number(MpichSize) is { } mpich) return new MpiLaunch(mpich, IsOpenMpi: false);

        // Slurm sets its count for every job; only with a process manager for MPI is a process one of many that know each other.
        bool managed = variable(ProcessManagement) is not null;
        return managed && Number(SlurmSize) is { } slurm ? new MpiLaunch(slurm, IsOpenMpi: true) : new MpiLaunch(1, IsOpenMpi: false);

        int? Number(string name) => int.TryParse(variable(name), NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
    }
}
