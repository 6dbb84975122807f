using System.CommandLine;
using System.Globalization;
using LVW.Native.Cli.Output;
using LVW.Native.Cli.Runs;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.Cli.Verbs;

/// <summary><c>lvw train</c>: the main job on a folder of labelled pictures.</summary>
internal static class TrainVerb
{
    public static Command Create(Terminal terminal)
    {
        Option<string> data = CommonOptions.TrainingData();
        Option<string> output = CommonOptions.Out("Run folder to create");
        var method = new Option<string?>("--method") { Description = $"What is trained: {string.Join(", ", Methods.Names)}" };
        var seed = new Option<ulong?>("--seed") { Description = "Seed of everything random" };
        var resume = new Option<bool>("--resume") { Description = "Continue the run in the folder" };
        var holdOut = new Option<string?>("--hold-out") { Description = "Classes to leave out, for lvw unseen: a number to draw by the seed, or names such as a,b,c" };
        var command = new Command("train", "Train a base model and visual words on a folder of pictures, and report on them") { data, output };
        SettingsOptions options = SettingsOptions.For(command);
        var syncBatchNorm = new Option<bool>("--sync-bn") { Description = "Let batch norms use the statistics of all pictures of a step where mpirun or srun has started several processes" };
        Option<bool> json = CommonOptions.Json();
        foreach (Option option in (Option[])[method, seed, holdOut, resume, syncBatchNorm, json]) command.Options.Add(option);
        DeviceOptions device = DeviceOptions.For(command);
        command.SetAction((parsed, cancellation) =>
        {
            DeviceChoice choice = device.Of(parsed);
            var own = new List<string>();
            if (parsed.GetValue(method) is { } name) own.Add($"method={name}");
            if (parsed.GetValue(seed) is { } number) own.Add($"seed={number.ToString(CultureInfo.InvariantCulture)}");
            if (parsed.GetValue(holdOut) is { } left) own.Add($"data.{(int.TryParse(left, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? "holdOut" : "holdOutClasses")}={left}");
            if (parsed.GetValue(syncBatchNorm)) own.Add("syncBatchNorm=true");
            using RankGroup ranks = RankGroup.Join(terminal, cancellation);
            return Task.FromResult(ranks.Run(() => Train(ranks)));

            int Train(RankGroup ranks)
            {
                TrainingSettings settings = ranks.Each(() => options.Read(parsed, choice, own));
                var job = new TrainingJob(settings, parsed.GetValue(data)!, parsed.GetValue(output)!, parsed.GetValue(resume), choice.Verbose);
                Print(ranks.Terminal, job.Run(ranks, cancellation), parsed.GetValue(json));
                return ExitCode.Success;
            }
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
}
