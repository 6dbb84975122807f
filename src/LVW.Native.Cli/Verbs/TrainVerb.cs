using System.Collections;
using System.CommandLine;
using LVW.Native.Engine.Devices;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Training;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.Cli.Verbs;

/// <summary><c>lvw train</c>: the main job on a folder of labelled pictures.</summary>
internal static class TrainVerb
{
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "Folder of pictures: {train,val,test}/class/*, or class/*", Required = true };
        var output = new Option<string>("--out") { Description = "Run folder to create", Required = true };
        var backbone = new Option<string?>("--backbone") { Description = "Convolutional network" };
        var weights = new Option<string?>("--weights") { Description = "Pretrained backbone weights (.safetensors)" };
        var preset = new Option<string?>("--preset") { Description = $"Starting point: {string.Join(", ", Presets.Names)}" };
        var config = new Option<string?>("--config") { Description = "JSON file of settings" };
        var seed = new Option<ulong?>("--seed") { Description = "Seed of everything random" };
        var threads = new Option<int?>("--threads") { Description = "Threads that compute; 0 means all cores" };
        var device = new Option<string?>("--device") { Description = "Device: cpu" };
        var resume = new Option<bool>("--resume") { Description = "Continue the run in the folder" };
        var set = new Option<string[]>("--set") { Description = "key=value, such as joint.epochs=30; may be repeated", DefaultValueFactory = _ => [] };
        var command = new Command("train", "Train a base model and visual words, and report on them")
        {
            data, output, backbone, weights, preset, config, seed, threads, device, resume, set,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => UserErrors.Guard(() =>
        {
            var assignments = new List<string>();
            Assign(assignments, "backbone", parsed.GetValue(backbone));
            Assign(assignments, "weights", parsed.GetValue(weights));
            Assign(assignments, "seed", parsed.GetValue(seed)?.ToString(System.Globalization.CultureInfo.InvariantCulture));
            Assign(assignments, "threads", parsed.GetValue(threads)?.ToString(System.Globalization.CultureInfo.InvariantCulture));
            Assign(assignments, "device", parsed.GetValue(device));
            assignments.AddRange(parsed.GetValue(set)!);
            TrainingSettings settings = SettingsReader.Read(parsed.GetValue(preset), parsed.GetValue(config), Environment(), assignments);
            Run(settings, parsed.GetValue(data)!, parsed.GetValue(output)!, parsed.GetValue(resume), cancellation);
        })));
        return command;
    }

    private static void Run(TrainingSettings settings, string data, string output, bool resume, CancellationToken cancellation)
    {
        using var device = new CpuDevice(settings.Threads);
        settings = settings with { Threads = device.Workers.Threads };
        DataSplits splits = DataSplits.Of(
            ImageFolder.Read(data), settings.Data.ValidationFraction, settings.Data.ValidationChoice == "last", settings.Data.TestFraction);
        RunDescription description = RunDescription.Of(splits, ModelFiles.NormalizationFor(settings), TrainingRun.SideFor(settings));
        RunFolder folder = RunFolder.Begin(output, settings, description, resume);
        var observer = new ConsoleObserver(Console.Error);
        TrainedModels models = new TrainingRun(device, folder, settings, splits, observer).Run(cancellation);
        Console.Error.WriteLine(models.TestAccuracyBeforeProjection);
    }

    private static void Assign(List<string> assignments, string key, string? value)
    {
        if (value is not null) assignments.Add($"{key}={value}");
    }

    private static Dictionary<string, string> Environment() => System.Environment.GetEnvironmentVariables()
        .Cast<DictionaryEntry>().ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "");
}
