using System.CommandLine;
using LVW.Native.Cli.Output;
using LVW.Native.Cli.Runs;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Sets;
using LVW.Native.VisualWords.Evaluation;

namespace LVW.Native.Cli.Verbs;

/// <summary><c>lvw evaluate</c>: the figures of a run on a folder of pictures.</summary>
internal static class EvaluateVerb
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> run = CommonOptions.Run();
        var data = new Option<string>("--data") { Description = "Folder of pictures or WebDataset shards; their test split, if they have one", Required = true };
        Option<bool> skipBad = CommonOptions.SkipBad();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("evaluate", "Measure a run on test pictures") { run, data, skipBad, json };
        DeviceOptions device = DeviceOptions.For(command);
        command.SetAction((parsed, cancellation) =>
        {
            using LoadedRun loaded = LoadedRun.Open(parsed.GetValue(run)!, device.Of(parsed), terminal);
            var places = new PicturePlaces(parsed.GetValue(data)!);
            (PictureSet test, IReadOnlyList<BadPicture> skipped) = Pictures.Usable(RunPictures.ToTest(loaded.Description, places), parsed.GetValue(skipBad), terminal);
            Metrics metrics = terminal.WithProgress(observer => Evaluate(loaded, test, places, observer, cancellation));
            if (parsed.GetValue(json))
            {
                terminal.Document(new { Run = loaded.Folder.Path, Skipped = Pictures.Listed(skipped), Metrics = JsonText.Parse(metrics.ToJson()) });
            }
            else
            {
                terminal.Table(Figures.Headers, Figures.Rows(metrics));
            }

            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static Metrics Evaluate(
        LoadedRun loaded, PictureSet test, PicturePlaces folder, VisualWords.Training.ITrainingObserver observer, CancellationToken cancellation)
    {
        var evaluator = new Evaluator(loaded.Reader, loaded.Transform, loaded.Cache, EvaluationOptions.Of(loaded.Settings), TimeProvider.System);
        KnownPlaces places = KnownPlaces.In(folder.Data);
        void Stage(string name)
        {
            cancellation.ThrowIfCancellationRequested();
            observer.StageStarted(name, 0);
        }

        EvaluationResult result = evaluator.Evaluate(Train(loaded, folder, observer), test, loaded.Sources, places.PartsOf, Stage, places.RegionOf);
        return result.Metrics with { Seed = loaded.Settings.Seed, Threads = loaded.Threads };
    }

    // What words are near to among the training pictures can be told only where these are.
    private static PictureSet Train(LoadedRun loaded, PicturePlaces folder, VisualWords.Training.ITrainingObserver observer)
    {
        foreach (PicturePlaces places in new[] { folder, new PicturePlaces(loaded.Description.DataRoot) })
        {
            var pictures = new RunPictures(loaded.Description, places);
            if (loaded.Description.TrainPictures.All(pictures.Has)) return pictures.Train;
        }

        observer.Message($"The training pictures are not in {loaded.Description.DataRoot} any more; what is measured on them is left out.");
        return new PictureSet(folder.Root, loaded.Description.Classes, []);
    }
}
