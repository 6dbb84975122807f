using System.Globalization;
using System.Text.Json;
using LVW.Native.Engine.Checkpoints;
using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Explanation.Report;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.VisualWords.Comparison;

/// <summary>The folder of a comparison: the settings that all runs share, a run folder for each seed and method, and the tables.</summary>
public sealed class ComparisonFolder
{
    private ComparisonFolder(string path) => Path = path;

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The settings that all runs share, but for method and seed.</summary>
    public string SettingsFile => In("settings.json");

    /// <summary>The tables as JSON.</summary>
    public string JsonFile => In("compare.json");

    /// <summary>The tables in Markdown.</summary>
    public string MarkdownFile => In("compare.md");

    /// <summary>The tables as a page that loads nothing.</summary>
    public string PageFile => In("index.html");

    /// <summary>Begins a comparison, or takes one up again.</summary>
    /// <param name="path">The folder; created if need be.</param>
    /// <param name="shared">The settings that all runs share; their method does not matter.</param>
    /// <exception cref="RunFolderException">The folder holds a comparison of other settings, or something else.</exception>
    public static ComparisonFolder Begin(string path, TrainingSettings shared)
    {
        ArgumentNullException.ThrowIfNull(shared);
        var folder = new ComparisonFolder(System.IO.Path.GetFullPath(path));
        try
        {
            Directory.CreateDirectory(folder.Path);
            if (!File.Exists(folder.SettingsFile))
            {
                if (Directory.EnumerateFileSystemEntries(folder.Path).Any()) throw new RunFolderException($"{folder.Path}: the folder is not empty and holds no comparison. Choose a new folder for --out.");
                AtomicFile.WriteText(folder.SettingsFile, SettingsReader.Write(shared));
                return folder;
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new RunFolderException($"{folder.Path}: the folder cannot be written ({exception.Message.TrimEnd('.')}). Free space or choose another folder.", exception);
        }

        if (File.Exists(folder.In("run.json"))) throw new RunFolderException($"{folder.Path}: it holds a single run, no comparison. Choose another folder for --out.");
        string[] differing = [.. SettingsDifferences.Between(SettingsReader.ReadEffective(folder.SettingsFile), shared)];
        if (differing.Length > 0)
        {
            throw new RunFolderException(
                $"{folder.Path}: it holds a comparison of other settings ({string.Join("; ", differing.Take(5))}). Go on with the same settings, or choose another folder for --out.");
        }

        return folder;
    }

    /// <summary>The folder of a run.</summary>
    public string RunPath(string method, ulong seed) => System.IO.Path.Combine([Path, .. Relative(method, seed).Split('/')]);

    /// <summary>A run that has finished with such settings, whatever device and threads computed it; otherwise null.</summary>
    /// <exception cref="RunFolderException">Its figures cannot be read.</exception>
    public ComparisonRun? Finished(TrainingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        string path = RunPath(settings.Method, settings.Seed);
        string metrics = System.IO.Path.Combine(path, "metrics.json"), kept = System.IO.Path.Combine(path, "settings.json");
        if (!File.Exists(metrics) || !File.Exists(kept)) return null;
        TrainingSettings had = SettingsReader.ReadEffective(kept);
        if (had != settings with { Device = had.Device, Threads = had.Threads, Weights = settings.Weights is null ? null : System.IO.Path.GetFullPath(settings.Weights) }) return null;
        try
        {
            return Run(settings, Metrics.FromJson(File.ReadAllText(metrics)));
        }
        catch (JsonException exception)
        {
            throw new RunFolderException($"{metrics}: cannot be read ({exception.Message.TrimEnd('.')}). Delete it and go on to measure again.", exception);
        }
    }

    /// <summary>The data that a run of the folder was trained on.</summary>
    /// <exception cref="RunFolderException">The run does not tell.</exception>
    public RunDescription DataOf(TrainingSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return RunDescription.Read(System.IO.Path.Combine(RunPath(settings.Method, settings.Seed), "run.json"));
    }

    /// <summary>A finished run by its figures.</summary>
    public static ComparisonRun Run(TrainingSettings settings, Metrics metrics)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new ComparisonRun(settings.Method, settings.Seed, Relative(settings.Method, settings.Seed), metrics);
    }

    /// <summary>Writes the tables, each file whole or not at all.</summary>
    /// <param name="table">The table.</param>
    /// <param name="header">The facts at the top of the page.</param>
    public void Write(ComparisonTable table, ReportHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        AtomicFile.WriteText(JsonFile, ComparisonJson.Write(table));
        AtomicFile.WriteText(MarkdownFile, ComparisonText.Markdown(table, header.Title));
        ComparisonPage.Write(header, table, PageFile);
    }

    private static string Relative(string method, ulong seed) => $"seed-{seed.ToString(CultureInfo.InvariantCulture)}/{method}";

    private string In(string name) => System.IO.Path.Combine(Path, name);
}
