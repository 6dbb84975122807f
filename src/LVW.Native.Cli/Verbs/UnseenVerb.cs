using System.CommandLine;
using System.Globalization;
using LVW.Native.Cli.Output;
using LVW.Native.Cli.Runs;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Sets;
using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.Cli.Verbs;

/// <summary><c>lvw unseen</c>: what a run's words are worth on classes that it was not trained on.</summary>
internal static class UnseenVerb
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> run = CommonOptions.Run();
        var data = new Option<string>("--data") { Description = "Folder of pictures that holds the classes; the run's own, if it held classes out", Required = true };
        var seed = new Option<ulong?>("--seed") { Description = "Seed of the random words; the run's own if not given" };
        Option<bool> skipBad = CommonOptions.SkipBad();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("unseen", "Try a run's words on classes that it has never seen") { run, data, seed, skipBad, json };
        DeviceOptions device = DeviceOptions.For(command);
        command.SetAction((parsed, cancellation) =>
        {
            using LoadedRun loaded = LoadedRun.Open(parsed.GetValue(run)!, device.Of(parsed), terminal);
            var folder = new PicturePlaces(parsed.GetValue(data)!);
            (DataSplits splits, IReadOnlyList<BadPicture> skipped) = Pictures.Usable(Unseen(loaded, folder), parsed.GetValue(skipBad), terminal);
            (PictureSet patches, bool own) = Patches(loaded, folder, splits.Train);
            var unseen = new UnseenClasses(loaded.Reader, loaded.Transform, loaded.Cache, EvaluationOptions.Of(loaded.Settings), parsed.GetValue(seed) ?? loaded.Settings.Seed);
            UnseenResult result = terminal.WithProgress(observer => unseen.Measure(splits.Train, splits.Test, patches, name =>
            {
                cancellation.ThrowIfCancellationRequested();
                observer.StageStarted(name, 0);
            }));
            if (!own) terminal.Line($"The run's training pictures are neither in {folder.Data} nor in {loaded.Description.DataRoot}; random patches come from the unseen classes.");
            if (parsed.GetValue(json)) terminal.Document(new { Run = loaded.Folder.Path, Skipped = Pictures.Listed(skipped), RandomPatchesOfSeenClasses = own, Unseen = result });
            else Print(terminal, result);
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    // The classes that the run held out, if the folder has one of them, else all that it does not know; divided as the run's own would be.
    private static DataSplits Unseen(LoadedRun loaded, PicturePlaces folder)
    {
        DataSet given = folder.Read();
        string[] held = [.. given.Classes.Intersect(loaded.Description.HeldOutClasses)];
        string[] classes = held.Length > 0 ? held : [.. given.Classes.Except(loaded.Description.Classes)];
        if (classes.Length < 2)
        {
            throw new DataException(
                given.Root,
                classes.Length == 0 ? "it holds no class that the run has not seen" : $"it holds only one class that the run has not seen, \"{classes[0]}\"",
                "Give a folder with two such classes at least, or train with lvw train --hold-out");
        }

        DataSettings settings = loaded.Settings.Data;
        return ClassHoldOut.Restrict(DataSplits.Of(given, 0, lastInOrder: false, settings.TestFraction), classes);
    }

    private static (PictureSet Patches, bool Own) Patches(LoadedRun loaded, PicturePlaces folder, PictureSet otherwise)
    {
        foreach (PicturePlaces places in new[] { folder, new PicturePlaces(loaded.Description.DataRoot) })
        {
            var pictures = new RunPictures(loaded.Description, places);
            if (loaded.Description.TrainPictures.All(pictures.Has)) return (pictures.Train, true);
        }

        return (otherwise, false);
    }

    private static void Print(Terminal terminal, UnseenResult result)
    {
        static string Ratio(double? value) => value?.ToString("F3", CultureInfo.InvariantCulture) ?? "";
        terminal.Table(
            ["a linear layer on", "features", "accuracy", "IoU top 50 %", "IoU top 25 %", "of evidence, 50 %", "of evidence, 25 %"],
            [
                .. result.Scores.Select(score => (string[])
                [
                    score.Name, score.Features.ToString(CultureInfo.InvariantCulture), Figures.Share(score.Accuracy),
                    Ratio(score.AttentionIoU50), Ratio(score.AttentionIoU25), Ratio(score.EvidenceIoU50), Ratio(score.EvidenceIoU25),
                ]),
                ["chance", "", Figures.Share(result.ChanceAccuracy), Ratio(result.ChanceIoU50), Ratio(result.ChanceIoU25), Ratio(result.ChanceIoU50), Ratio(result.ChanceIoU25)],
                ["a blob at the centre", "", "", Ratio(result.CentrePriorIoU50), Ratio(result.CentrePriorIoU25), Ratio(result.CentrePriorIoU50), Ratio(result.CentrePriorIoU25)],
            ]);
        terminal.DataLine($"{result.Classes.Count} unseen classes ({string.Join(", ", result.Classes)}), {result.TrainPictures} pictures to fit on, {result.TestPictures} to test on");
    }
}
