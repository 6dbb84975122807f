using System.CommandLine;
using System.Globalization;
using LVW.Native.Cli.Output;
using LVW.Native.Cli.Runs;
using LVW.Native.Engine.Devices;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.Cli.Verbs;

/// <summary><c>lvw classify</c>: what a network that was trained elsewhere says, as it is, without words.</summary>
internal static class ClassifyVerb
{
    private const int Shown = 3;

    public static Command Create(Terminal terminal)
    {
        var images = new Argument<string[]>("images") { Description = "Picture files", Arity = ArgumentArity.ZeroOrMore };
        var data = new Option<string?>("--data") { Description = "Folder of pictures instead: its test split, if it has one; accuracy is told" };
        var backbone = new Option<string>("--backbone") { Description = "The network, as lvw backbones lists it", Required = true };
        var weights = new Option<string>("--weights") { Description = "Weights of the whole network: .pth, .safetensors or .npz", Required = true };
        var classes = new Option<string?>("--classes") { Description = "Text file of class names, one a line, in the order of the logits" };
        var set = CommonOptions.Set("key=value of the settings that concern pictures: imageSize, normalization, batchSize, preprocessing.resizeRatio");
        Option<bool> skipBad = CommonOptions.SkipBad();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("classify", "Classify pictures with a network that was trained elsewhere, without words") { images, data, backbone, weights, classes, set, skipBad, json };
        DeviceOptions device = DeviceOptions.For(command);
        command.Validators.Add(result =>
        {
            // The values are not asked for: an option that lacks its argument has none, and the parser says so.
            bool files = result.GetResult(images) is { Tokens.Count: > 0 };
            if (files == result.GetResult(data) is not null) result.AddError("Give either picture files or --data.");
        });
        command.SetAction((parsed, cancellation) =>
        {
            DeviceChoice choice = device.Of(parsed);
            string[] assignments = [.. parsed.GetValue(set)!, $"backbone={parsed.GetValue(backbone)}", $"weights={parsed.GetValue(weights)}"];
            TrainingSettings settings = choice.Over(SettingsReader.Read("recommended", null, SettingsOptions.EnvironmentVariables(), assignments));
            using Device opened = Devices.Open(settings, choice.Verbose, terminal);
            ClassificationJob job = ClassificationJob.Open(opened, settings, parsed.GetValue(classes));
            (PictureSet pictures, IReadOnlyList<BadPicture> skipped) = Pictures.Usable(
                parsed.GetValue(data) is string folder ? job.Labelled(folder) : Pictures.Named(parsed.GetValue(images)!, job.Classes), parsed.GetValue(skipBad), terminal);
            List<Classification> found = job.Run(pictures, cancellation);
            double? accuracy = parsed.GetValue(data) is null ? null : found.Count(one => one.IsRight) / (double)found.Count;
            if (parsed.GetValue(json))
            {
                terminal.Document(new
                {
                    settings.Backbone,
                    Weights = Path.GetFullPath(settings.Weights!),
                    job.Classes,
                    Accuracy = accuracy,
                    Skipped = Pictures.Listed(skipped),
                    Predictions = found.Select(one => new { one.Picture, one.Class, one.Probability, Top = one.Top(Shown), one.Logits }),
                });
            }
            else
            {
                Print(terminal, found, accuracy);
            }

            if (choice.Verbose) Devices.TellKernels(opened, terminal);
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static void Print(Terminal terminal, List<Classification> found, double? accuracy)
    {
        if (accuracy is double share)
        {
            terminal.DataLine(string.Create(CultureInfo.InvariantCulture, $"right: {found.Count(one => one.IsRight)} of {found.Count} ({share:P1})"));
            return;
        }

        terminal.Table(
            ["picture", "class", "probability", "next"],
            [.. found.Select(one => (string[])
            [
                one.Picture,
                one.Class,
                one.Probability.ToString("F3", CultureInfo.InvariantCulture),
                string.Join(", ", one.Top(Shown).Skip(1).Select(guess => string.Create(CultureInfo.InvariantCulture, $"{guess.Class} {guess.Probability:F3}"))),
            ])]);
    }
}
