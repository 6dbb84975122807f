namespace LVW.Native.Distributed.Mpi.Tests.Support;

/// <summary>A launcher of ranks: that of Open MPI or of MPICH.</summary>
/// <param name="kind"><see cref="OpenMpi"/> or <see cref="Mpich"/>.</param>
/// <param name="path">The program.</param>
internal sealed class Mpirun(string kind, string path)
{
    public const string OpenMpi = "openmpi";
    public const string Mpich = "mpich";

    public static TheoryData<string> Kinds() => [OpenMpi, Mpich];

    public bool IsOpenMpi => kind == OpenMpi;

    /// <summary>Finds a launcher; skips the test where there is none of this kind.</summary>
    public static Mpirun Require(string kind)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "ranks are found and ended by /proc, which only Linux has");
        string? found = OnPath($"mpirun.{kind}") ?? (OnPath("mpirun") is { } plain && KindOf(plain) == kind ? plain : null);
        Assert.SkipUnless(found is not null, $"no mpirun of {kind} is on the path");
        return new Mpirun(kind, found!);
    }

    private string[] Options => IsOpenMpi ? ["--oversubscribe", "--bind-to", "none"] : [];

    /// <summary>The command line, as a command.</summary>
    public static string[] Command(params string[] arguments) => ["dotnet", InOutput("lvw.dll"), .. arguments];

    /// <summary>Starts ranks of the command line.</summary>
    public MpiJob Lvw(int ranks, params string[] arguments) => Start(ranks, [], Command(arguments));

    /// <summary>Starts ranks of <see cref="RankProgram"/>.</summary>
    public MpiJob Work(int ranks, params string[] work)
        => Start(ranks, [], ["dotnet", InOutput($"{typeof(RankProgram).Assembly.GetName().Name}.dll"), "rank", .. work]);

    /// <summary>Starts the same command in every rank; there may be more than there are cores, and none is bound to one.</summary>
    /// <param name="ranks">How many.</param>
    /// <param name="options">Further options of the launcher.</param>
    /// <param name="command">The command.</param>
    /// <param name="within">What starts the launcher, with its arguments; nothing does by default.</param>
    public MpiJob Start(int ranks, string[] options, string[] command, params string[] within)
    {
        string[] all = [.. within, path, .. Options, .. options, "-n", $"{ranks}", .. command];
        return new MpiJob(all[0], all[1..]);
    }

    /// <summary>Starts another command in each rank.</summary>
    public MpiJob StartEach(params string[][] commands)
        => new(path, [.. Options, .. commands.SelectMany((command, rank) => (string[])[.. rank > 0 ? [":"] : Array.Empty<string>(), "-n", "1", .. command])]);

    private static string InOutput(string name) => Path.Combine(AppContext.BaseDirectory, name);

    private static string? OnPath(string name)
        => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Where(folder => folder.Length > 0).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private static string? KindOf(string launcher)
    {
        using var version = new MpiJob(launcher, ["--version"]);
        string text = version.End().Data;
        return text.Contains("Open MPI", StringComparison.Ordinal) || text.Contains("OpenRTE", StringComparison.Ordinal) ? OpenMpi
            : text.Contains("HYDRA", StringComparison.OrdinalIgnoreCase) ? Mpich
            : null;
    }
}
