using System.CommandLine;
using System.Globalization;
using LVW.Native.Cli.Output;
using LVW.Native.Cli.Runs;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Evaluation;

namespace LVW.Native.Cli.Verbs;

/// <summary><c>lvw predict</c>: the classes of pictures, decided by words.</summary>
internal static class PredictVerb
{
    private const int Shown = 3;

    public static Command Create(Terminal terminal)
    {
        Argument<string> run = CommonOptions.Run();
        Argument<string[]> images = CommonOptions.Images();
        Option<bool> skipBad = CommonOptions.SkipBad();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("predict", "Name the classes of pictures") { run, images, skipBad, json };
        DeviceOptions device = DeviceOptions.For(command);
        command.SetAction((parsed, cancellation) =>
        {
            using LoadedRun loaded = LoadedRun.Open(parsed.GetValue(run)!, device.Of(parsed), terminal);
            (PictureSet pictures, IReadOnlyList<BadPicture> skipped) = Pictures.Usable(
                new RunPictures(loaded.Description, root: null).Named(parsed.GetValue(images)!), parsed.GetValue(skipBad), terminal);
            List<Prediction> predictions = Predict(loaded, pictures, cancellation);
            if (parsed.GetValue(json))
            {
                terminal.Document(new { Run = loaded.Folder.Path, Skipped = Pictures.Listed(skipped), Predictions = predictions });
            }
            else
            {
                terminal.Table(["picture", "class", "probability", "base model"], [.. predictions.Select(Row)]);
            }

            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static List<Prediction> Predict(LoadedRun loaded, PictureSet pictures, CancellationToken cancellation)
    {
        IReadOnlyList<string> classes = loaded.Description.Classes;
        var loader = new BatchLoader(pictures, loaded.Transform, loaded.Cache, loaded.Settings.BatchSize);
        var predictions = new List<Prediction>();
        foreach (BatchReading reading in loaded.Reader.Read(loader))
        {
            cancellation.ThrowIfCancellationRequested();
            for (int n = 0; n < reading.Count; n++)
            {
                Guess[] guesses = Guess.Ranked(reading.Logits.AsSpan(n * classes.Count, classes.Count), classes, Shown);
                Guess[] baseGuesses = Guess.Ranked(reading.BaseLogits.AsSpan(n * classes.Count, classes.Count), classes, Shown);
                predictions.Add(new Prediction(pictures.Pictures[reading.Indices[n]].Path, guesses[0].Class, guesses[0].Probability, guesses, baseGuesses[0].Class));
            }
        }

        return predictions;
    }

    private static string[] Row(Prediction prediction) =>
        [prediction.Picture, prediction.Class, prediction.Probability.ToString("F3", CultureInfo.InvariantCulture), prediction.BaseClass];

    private sealed record Prediction(string Picture, string Class, double Probability, Guess[] Top, string BaseClass);
}
