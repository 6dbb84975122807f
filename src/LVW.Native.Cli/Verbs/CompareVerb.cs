using System.CommandLine;
using LVW.Native.Cli.Output;
using LVW.Native.Cli.Runs;
using LVW.Native.VisualWords.Comparison;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.Cli.Verbs;

/// <summary><c>lvw compare</c>: methods side by side, over seeds. Called again, it goes on where it was stopped.</summary>
internal static class CompareVerb
{
    private const int MostSeeds = 1000;

    public static Command Create(Terminal terminal)
    {
        Option<string> data = CommonOptions.TrainingData();
        Option<string> output = CommonOptions.Out("Folder for the runs and the tables; the same command goes on with it");
        var methods = new Option<string>("--methods")
        {
            Description = $"Methods and groups, separated by commas. Methods: {string.Join(", ", Methods.Names)}. Groups: {string.Join(", ", Methods.Groups.Keys)}",
            DefaultValueFactory = _ => "lvw,protopnet,black-box",
        };
        var seeds = new Option<int>("--seeds") { Description = "Number of seeds, counted from the settings' seed", DefaultValueFactory = _ => 3 };
        CommonOptions.RequireRange(seeds, 1, MostSeeds);
        var against = new Option<string?>("--against") { Description = "The method that others are held against; the first if not given" };
        var command = new Command("compare", "Train several methods with several seeds and write tables of their figures and differences") { data, output, methods, seeds, against };
        SettingsOptions options = SettingsOptions.For(command);
        Option<bool> json = CommonOptions.Json();
        command.Options.Add(json);
        DeviceOptions device = DeviceOptions.For(command);
        command.SetAction((parsed, cancellation) =>
        {
            DeviceChoice choice = device.Of(parsed);
            IReadOnlyList<TrainingMethod> chosen = Methods.Parse(parsed.GetValue(methods)!);
            TrainingMethod reference = parsed.GetValue(against) is not { } name ? chosen[0]
                : chosen.FirstOrDefault(method => method.Name == name)
                ?? throw new SettingsException($"--against: '{name}' is none of the compared methods ({string.Join(", ", chosen.Select(method => method.Name))}). Add it to --methods.");
            TrainingSettings settings = options.Read(parsed, choice);
            if (settings.Method != Methods.Default) throw new SettingsException($"method: a comparison names its methods by --methods. Leave out method={settings.Method}.");
            var job = new ComparisonJob(settings, parsed.GetValue(data)!, parsed.GetValue(output)!, chosen, parsed.GetValue(seeds), reference, choice.Verbose);
            (ComparisonTable table, ComparisonFolder folder) = job.Run(terminal, cancellation);
            if (parsed.GetValue(json)) terminal.Document(JsonText.Parse(ComparisonJson.Write(table)));
            else Print(terminal, table, folder);
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static void Print(Terminal terminal, ComparisonTable table, ComparisonFolder folder)
    {
        terminal.DataLine(ComparisonText.Summary(table));
        foreach (IGrouping<string, ComparisonFigure> group in table.Figures.GroupBy(figure => figure.Group))
        {
            terminal.Data.WriteLine();
            terminal.DataLine(group.Key);
            terminal.Table(
                ["method", .. group.Select(figure => figure.Heading)],
                [.. table.Methods.Select(method => (string[])[method.Name, .. group.Select(figure => ComparisonText.Cell(table, method, figure))])]);
        }

        terminal.DataLine($"tables and differences: {folder.PageFile}");
    }
}
