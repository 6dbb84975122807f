using System.Globalization;
using LVW.Native.Cli.Output;
using LVW.Native.VisualWords.Comparison;
using LVW.Native.VisualWords.Explanation.Report;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.Cli.Runs;

/// <summary>Trains methods with seeds, each seed's base model once, and keeps the tables up to date. What an earlier attempt has done is not done again.</summary>
/// <param name="settings">The settings that all runs share; seeds count from theirs.</param>
/// <param name="data">The folder of pictures.</param>
/// <param name="output">The comparison's folder.</param>
/// <param name="methods">The methods.</param>
/// <param name="seeds">Number of seeds.</param>
/// <param name="against">The method that others are held against.</param>
/// <param name="verbose">Whether the device and its kernels are told.</param>
internal sealed class ComparisonJob(
    TrainingSettings settings, string data, string output, IReadOnlyList<TrainingMethod> methods, int seeds, TrainingMethod against, bool verbose)
{
    private readonly IReadOnlyList<ulong> numbers = [.. Enumerable.Range(0, seeds).Select(i => settings.Seed + (ulong)i)];
    private readonly List<ComparisonRun> runs = [];
    private string? device;

    /// <exception cref="InterruptedException">The user stopped it; what is done is saved.</exception>
    public (ComparisonTable Table, ComparisonFolder Folder) Run(Terminal terminal, CancellationToken cancellation)
    {
        // Settings that do not fit a method are told before hours of computing, and pictures that are not there before anything is written.
        foreach (TrainingMethod method in methods) SettingsReader.With(settings, method);
        new TrainingJob(Runs().First(), data, output, resume: true, verbose: false).Describe();
        ComparisonFolder folder = ComparisonFolder.Begin(output, settings);
        foreach (TrainingSettings run in Runs())
        {
            if (folder.Finished(run) is not { } done) continue;
            if (runs.Count == 0) RequireSameData(folder, run);
            runs.Add(done);
        }

        Write(folder);
        TrainingSettings[] missing = [.. Runs().Where(run => !runs.Any(one => one.Method == run.Method && one.Seed == run.Seed))];
        foreach ((int index, TrainingSettings run) in missing.Index())
        {
            terminal.Line(string.Create(CultureInfo.InvariantCulture, $"run {index + 1} of {missing.Length}: {run.Method}, seed {run.Seed}"));
            Train(folder, run, terminal, cancellation);
            Write(folder);
        }

        return (Table(), folder);
    }

    // Runs that go on compare their data themselves; a finished one is only read. All runs of a folder saw the same, so that one tells for all.
    private void RequireSameData(ComparisonFolder folder, TrainingSettings run)
    {
        var again = new TrainingJob(run, data, folder.RunPath(run.Method, run.Seed), resume: true, verbose: false);
        if (again.Describe().IsSameData(folder.DataOf(run))) return;
        throw new RunFolderException($"{folder.Path}: it holds runs on other data (classes or pictures differ). Go on with the same data, or choose another folder for --out.");
    }

    // The base model of a seed comes first, whether or not its own figures are asked for.
    private IEnumerable<TrainingSettings> Runs()
    {
        TrainingMethod[] all = [Methods.Get(Methods.BlackBox), .. methods.Where(method => method.Name != Methods.BlackBox)];
        return numbers.SelectMany(seed => all.Select(method => SettingsReader.With(settings with { Seed = seed }, method)));
    }

    private void Train(ComparisonFolder folder, TrainingSettings run, Terminal terminal, CancellationToken cancellation)
    {
        string path = folder.RunPath(run.Method, run.Seed);
        string? begin = run.Method == Methods.BlackBox ? null : folder.RunPath(Methods.BlackBox, run.Seed);
        try
        {
            TrainingOutcome outcome = new TrainingJob(run, data, path, resume: true, verbose, begin).Run(terminal, cancellation);
            runs.Add(ComparisonFolder.Run(run, outcome.Metrics));
        }
        catch (NonFiniteLossException exception)
        {
            terminal.Line($"warning: {run.Method}, seed {run.Seed.ToString(CultureInfo.InvariantCulture)}, has no result: {exception.Message}");
        }
        catch (OperationCanceledException)
        {
            throw new InterruptedException($"Interrupted; finished runs and a checkpoint are in {folder.Path}. Go on with the same command.");
        }
    }

    private ComparisonTable Table() => new(methods, numbers, [.. runs.Where(run => methods.Any(method => method.Name == run.Method))], against);

    private void Write(ComparisonFolder folder)
    {
        ComparisonTable table = Table();
        string dataSet = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(data)));
        device = runs.LastOrDefault() is { } last ? $"{last.Metrics.Device}, {last.Metrics.Threads} thread{(last.Metrics.Threads == 1 ? "" : "s")}" : device;
        folder.Write(table, new ReportHeader
        {
            Title = $"Methods side by side on {dataSet}",
            DataSet = dataSet,
            Backbone = settings.Backbone,
            Preset = settings.Preset,
            Seed = (long)settings.Seed,
            Seeds = numbers.Count == 1 ? null : string.Join(", ", numbers),
            Date = TimeProvider.System.GetLocalNow(),
            Device = device,
        });
    }
}
