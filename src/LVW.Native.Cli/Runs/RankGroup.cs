using System.Diagnostics;
using System.Globalization;
using LVW.Native.Cli.Output;
using LVW.Native.Distributed.Mpi;
using LVW.Native.Engine.Distributed;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.Cli.Runs;

/// <summary>The processes that run a verb together. Rank 0 speaks for all; whoever fails says so in one line and ends the whole job.</summary>
internal sealed class RankGroup : IDisposable
{
    // A fault that all ranks meet while they train is told by rank 0, which has ended the job by then.
    private static readonly TimeSpan Courtesy = TimeSpan.FromSeconds(2);

    // MPICH's mpirun does not read what a rank has written just before it aborts.
    private static readonly TimeSpan Delivery = TimeSpan.FromMilliseconds(500);

    private RankGroup(ICollective collective, Terminal terminal, Terminal errors) => (Collective, Terminal, this.errors) = (collective, terminal, errors);

    private readonly Terminal errors;

    /// <summary>The processes.</summary>
    public ICollective Collective { get; }

    /// <summary>Where this process's output goes: nowhere, but for rank 0.</summary>
    public Terminal Terminal { get; }

    /// <summary>One process, whatever has started it.</summary>
    public static RankGroup One(Terminal terminal) => new(new SingleProcess(), terminal, terminal);

    /// <summary>Joins the processes that a launcher of MPI has started together; a process that was started alone stays alone.</summary>
    /// <exception cref="CollectiveException">They do not find each other.</exception>
    public static RankGroup Join(Terminal terminal, CancellationToken stop)
    {
        MpiLaunch launch = MpiLaunch.OfProcess();
        if (!launch.IsParallel) return One(terminal);
        MpiCollective collective = MpiCollective.Open(launch, stop);
        Terminal own = collective.Rank == 0 ? terminal : new Terminal(TextWriter.Null, TextWriter.Null);
        own.Line($"ranks: {collective.Size}, {collective.Description}");
        return new RankGroup(collective, own, terminal);
    }

    /// <summary>Does the work of this rank. Where there are others, a failure ends here, and with it the process.</summary>
    public int Run(Func<int> work)
    {
        try
        {
            int code = work();

            // Others sleep here while rank 0 writes; in MPI's own goodbye they would spin.
            Collective.Barrier();
            return code;
        }
        catch (SharedFaultException fault)
        {
            Terminal.Error(fault.Message);
            return ExitCode.UserError;
        }
        catch (Exception exception) when (Collective.Size > 1)
        {
            int code = Tell(exception);
            if (exception is OperationCanceledException && AllAreHere()) return code;
            Thread.Sleep(Delivery);
            Collective.Abort(code);
            return code;
        }
    }

    /// <summary>Does what each rank does for itself, such as reading settings; where some cannot, all end, and rank 0 says why.</summary>
    /// <exception cref="SharedFaultException">The work of a rank met what its user can mend.</exception>
    public T Each<T>(Func<T> work)
    {
        if (Collective.Size == 1) return work();
        T? own = default;
        string problem = "";
        try
        {
            own = work();
        }
        catch (Exception exception) when (UserErrors.LineFor(exception) is { } line)
        {
            problem = line;
        }

        string[] problems = Collective.GatherTexts(problem);
        int first = Array.FindIndex(problems, text => text.Length > 0);
        if (first >= 0) throw new SharedFaultException(first == 0 ? problems[0] : $"rank {first}: {problems[first]}");
        return own!;
    }

    /// <summary>
    /// Threads for this rank where the settings leave the number open: of the cores that it may use, its part if other ranks of this machine may use the
    /// same.
    /// </summary>
    public int Threads()
    {
        string[] places = Places();
        return Math.Max(1, Environment.ProcessorCount / places.Count(place => place == places[Collective.Rank]));
    }

    /// <summary>Where each rank computes: its machine and, where the system tells, the cores that it may use.</summary>
    public string[] Places()
    {
        string cores = OperatingSystem.IsLinux() || OperatingSystem.IsWindows() ? Process.GetCurrentProcess().ProcessorAffinity.ToString(CultureInfo.InvariantCulture) : "";
        return Collective.GatherTexts($"{Environment.MachineName} {cores}");
    }

    /// <summary>The machine of each rank.</summary>
    public string[] Machines() => Collective.GatherTexts(Environment.MachineName);

    /// <summary>Settings with this rank's part of the machine where they leave it open; those of a process alone stay as they are.</summary>
    public TrainingSettings Share(TrainingSettings settings)
    {
        if (Collective.Size == 1) return settings;

        // Asked for by all: some may have been told their number and others not.
        int threads = Threads();
        return settings with { Device = DeviceFor(settings.Device), Threads = settings.Threads == 0 ? threads : settings.Threads };
    }

    /// <summary>The GPU for this rank where the settings name the kind alone: each rank of a machine takes another.</summary>
    public string DeviceFor(string name)
    {
        string[] machines = Machines();
        int local = machines.Take(Collective.Rank).Count(machine => machine == machines[Collective.Rank]);
        return Collective.Size > 1 && name is "cuda" or "opencl" ? $"{name}:{local}" : name;
    }

    /// <summary>Makes sure that all ranks have been given the same.</summary>
    /// <param name="what">What it is, for the error.</param>
    /// <param name="text">This rank's.</param>
    /// <exception cref="SharedFaultException">A rank's differs from that of rank 0.</exception>
    public void RequireSame(string what, string text)
    {
        string[] texts = Collective.GatherTexts(Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text))));
        int other = Array.FindIndex(texts, each => each != texts[0]);
        if (other >= 0) throw new SharedFaultException($"ranks: rank {other} has other {what} than rank 0. Give all ranks the same command, and the same files behind it.");
    }

    /// <summary>Leaves the others.</summary>
    public void Dispose() => Collective.Dispose();

    private int Tell(Exception exception)
    {
        if (Collective.Rank != 0) Thread.Sleep(Courtesy);
        string prefix = Collective.Rank == 0 ? "" : $"rank {Collective.Rank}: ";
        if (exception is OperationCanceledException)
        {
            if (Collective.Rank == 0) errors.Line(exception is InterruptedException ? exception.Message : "Interrupted.");
            return ExitCode.Interrupted;
        }

        if (UserErrors.LineFor(exception) is { } line)
        {
            errors.Error(prefix + line);
            return ExitCode.UserError;
        }

        foreach (string one in $"defect: {prefix}{exception}".Split('\n')) errors.Line(one.TrimEnd('\r'));
        return ExitCode.Defect;
    }

    private bool AllAreHere()
    {
        try
        {
            Collective.Sum(0);
            return true;
        }
        catch (CollectiveException)
        {
            return false;
        }
    }
}
