using System.Collections;
using System.CommandLine;
using System.Globalization;
using LVW.Native.Cli.Output;
using LVW.Native.Cli.Runs;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.Cli.Verbs;

/// <summary><c>lvw train</c>: the main job on a folder of labelled pictures.</summary>
internal static class TrainVerb
{
    public static Command Create(Terminal terminal)
    {
        var data = new Option<string>("--data") { Description = "Folder of pictures: {train,val,test}/class/*, class/*, or a set of lvw data list as it comes", Required = true };
        Option<string> output = CommonOptions.Out("Run folder to create");
        var backbone = new Option<string?>("--backbone") { Description = $"Convolutional network: {string.Join(", ", BackboneCatalogue.Default.Names)}" };
        var weights = new Option<string?>("--weights") { Description = "Pretrained weights: .pth, .safetensors or .npz" };
        var preset = new Option<string?>("--preset") { Description = $"Starting point: {string.Join(", ", Presets.Names)}" };
        var method = new Option<string?>("--method") { Description = $"What is trained: {string.Join(", ", Methods.Names)}" };
        var config = new Option<string?>("--config") { Description = "JSON file of settings" };
        var seed = new Option<ulong?>("--seed") { Description = "Seed of everything random" };
        var resume = new Option<bool>("--resume") { Description = "Continue the run in the folder" };
        var holdOut = new Option<string?>("--hold-out") { Description = "Classes to leave out, for lvw unseen: a number to draw by the seed, or names such as a,b,c" };
        Option<bool> skipBad = CommonOptions.SkipBad();
        Option<string[]> set = CommonOptions.Set(
            $"key=value, such as joint.epochs=30; may be repeated. The environment sets values too: {SettingsReader.EnvironmentPrefix}JOINT__EPOCHS=30");
        Option<bool> json = CommonOptions.Json();
        var command = new Command("train", "Train a base model and visual words on a folder of pictures, and report on them")
        {
            data, output, backbone, weights, preset, method, config, seed, holdOut, resume, skipBad, set, json,
        };
        DeviceOptions device = DeviceOptions.For(command);
        command.SetAction((parsed, cancellation) =>
        {
            DeviceChoice choice = device.Of(parsed);
            var assignments = new List<string>();
            Assign(assignments, "backbone", parsed.GetValue(backbone));
            Assign(assignments, "weights", parsed.GetValue(weights));
            Assign(assignments, "method", parsed.GetValue(method));
            Assign(assignments, "seed", parsed.GetValue(seed)?.ToString(CultureInfo.InvariantCulture));
            Assign(assignments, "threads", choice.Threads?.ToString(CultureInfo.InvariantCulture));
            Assign(assignments, "device", choice.Device);
            Assign(assignments, "precision", choice.Precision);
            if (parsed.GetValue(holdOut) is { } left) assignments.Add($"data.{(int.TryParse(left, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? "holdOut" : "holdOutClasses")}={left}");
            if (parsed.GetValue(skipBad)) assignments.Add("data.skipBad=true");
            assignments.AddRange(parsed.GetValue(set)!);
            TrainingSettings settings = SettingsReader.Read(parsed.GetValue(preset), parsed.GetValue(config), EnvironmentVariables(), assignments);
            var job = new TrainingJob(settings, parsed.GetValue(data)!, parsed.GetValue(output)!, parsed.GetValue(resume), choice.Verbose);
            Print(terminal, job.Run(terminal, cancellation), parsed.GetValue(json));
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    /// <summary>Prints what the main job left.</summary>
    public static void Print(Terminal terminal, TrainingOutcome outcome, bool json)
    {
        if (outcome.AlreadyFinished) terminal.Line($"{outcome.Folder.Path}: the run has already finished; nothing is left to do.");
        if (json)
        {
            terminal.Document(new
            {
                Run = outcome.Folder.Path,
                Report = outcome.Metrics.HasWords ? outcome.Folder.ReportFile : null,
                outcome.AlreadyFinished,
                Skipped = Pictures.Listed(outcome.Skipped),
                Metrics = JsonText.Parse(outcome.Metrics.ToJson()),
            });
            return;
        }

        terminal.Table(Figures.Headers, Figures.Rows(outcome.Metrics));
        if (outcome.Metrics.HasWords) terminal.DataLine($"report: {outcome.Folder.ReportFile}");
    }

    /// <summary>The settings that environment variables may hold.</summary>
    public static Dictionary<string, string> EnvironmentVariables() => Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "");

    private static void Assign(List<string> assignments, string key, string? value)
    {
        if (value is not null) assignments.Add($"{key}={value}");
    }
}
