using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using LVW.Native.Cli.Output;
using LVW.Native.Cli.Runs;
using LVW.Native.VisualWords.Data.Generated;
using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.Cli.Verbs;

/// <summary><c>lvw demo</c>: generated pictures, the whole main job, a report. Called again, it goes on where it was stopped.</summary>
internal static class DemoVerb
{
    private const int TrainPerClass = 100;
    private const int TestPerClass = 24;
    private const double Most = 0.5;

    public static Command Create(Terminal terminal)
    {
        var output = new Option<string>("--out") { Description = "Folder for pictures and run", DefaultValueFactory = _ => "demo-run" };
        var seed = new Option<ulong?>("--seed") { Description = "Seed of everything random" };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("demo", "Draw pictures, train on them and write a report, in about two minutes") { output, seed, json };
        DeviceOptions device = DeviceOptions.For(command);
        command.SetAction((parsed, cancellation) =>
        {
            long start = Stopwatch.GetTimestamp();
            string folder = Path.GetFullPath(parsed.GetValue(output)!);
            string pictures = Path.Combine(folder, "creatures");
            if (!File.Exists(Path.Combine(pictures, GeneratedDataSet.PartsFile)))
            {
                terminal.Line($"drawing {SceneClasses.Count * (TrainPerClass + TestPerClass)} pictures of {SceneClasses.Count} kinds of creatures");
                GeneratedDataSet.Write(pictures, TrainPerClass, TestPerClass);
            }

            TrainingSettings settings = Presets.Get("quick");
            DeviceChoice choice = device.Of(parsed);
            settings = choice.Over(settings) with { Seed = parsed.GetValue(seed) ?? settings.Seed };
            TrainingOutcome outcome = new TrainingJob(settings, pictures, Path.Combine(folder, "run"), resume: true, choice.Verbose).Run(terminal, cancellation);
            bool asJson = parsed.GetValue(json);
            if (!asJson && outcome.Metrics.Parts is { } parts) PrintParts(terminal, parts);
            TrainVerb.Print(terminal, outcome, asJson);
            terminal.Line(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(start).TotalSeconds:F0} seconds"));
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    // The generator knows where each part is, so a word can be held against what it really looks at.
    private static void PrintParts(Terminal terminal, PartMetrics parts)
    {
        List<IGrouping<string, PartFinding>> found =
        [
            .. parts.Words.Where(word => word.Part is not null && word.Purity >= Most).GroupBy(word => word.Part!).OrderBy(group => group.Key, StringComparer.Ordinal),
        ];
        terminal.Table(
            ["part of the creatures", "words most of whose 30 nearest patches lie on it"],
            [.. found.Select(group => (string[])[group.Key, string.Join(", ", group.OrderByDescending(word => word.Purity).Select(Share))])]);
        terminal.DataLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{found.Sum(group => group.Count())} of {parts.Words.Count} words have found a part, {found.Count} of {Enum.GetValues<ScenePart>().Length} parts have been found"));
        terminal.Data.WriteLine();
    }

    private static string Share(PartFinding word) => string.Create(CultureInfo.InvariantCulture, $"{word.Word} ({word.Purity:P0})");
}
