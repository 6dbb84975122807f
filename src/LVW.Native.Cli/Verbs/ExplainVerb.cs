using System.CommandLine;
using System.Globalization;
using LVW.Native.Cli.Output;
using LVW.Native.Cli.Runs;
using LVW.Native.Engine.Checkpoints;
using LVW.Native.Imaging;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Sets;
using LVW.Native.VisualWords.Explanation;
using LVW.Native.VisualWords.Explanation.Report;

namespace LVW.Native.Cli.Verbs;

/// <summary><c>lvw explain</c>: why pictures got their classes, as a page, as JSON and as pictures.</summary>
internal static class ExplainVerb
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> run = CommonOptions.Run();
        Argument<string[]> images = CommonOptions.Images();
        Option<string> output = CommonOptions.Out("Folder for index.html and, for each picture, JSON and PNG");
        Option<string?> data = CommonOptions.RunData();
        Option<bool> skipBad = CommonOptions.SkipBad();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("explain", "Show which words decided on pictures, and where") { run, images, output, data, skipBad, json };
        DeviceOptions device = DeviceOptions.For(command);
        command.SetAction((parsed, cancellation) =>
        {
            using LoadedRun loaded = LoadedRun.Open(parsed.GetValue(run)!, device.Of(parsed), terminal);
            var pictures = new RunPictures(loaded.Description, parsed.GetValue(data));
            (PictureSet set, IReadOnlyList<BadPicture> skipped) = Pictures.Usable(pictures.Named(parsed.GetValue(images)!), parsed.GetValue(skipBad), terminal);
            string folder = Path.GetFullPath(parsed.GetValue(output)!);
            Directory.CreateDirectory(folder);
            var cards = new WordCards(loaded, pictures, set);
            List<(LocalExplanation Explanation, string Name)> explained = Explain(loaded, set, pictures, folder, cancellation);
            string page = Path.Combine(folder, "index.html");
            ExplanationPage.Write(
                loaded.Header(DataSets.TitleOf(loaded.Description.DataRoot)),
                [.. explained.Select(one => ReportBuilder.ToCard(one.Explanation, cards.Pictures.Whole(one.Explanation.Name), cards.Cards))],
                page);
            if (parsed.GetValue(json))
            {
                terminal.Document(new
                {
                    Run = loaded.Folder.Path,
                    Page = page,
                    Skipped = Pictures.Listed(skipped),
                    Explanations = explained.Select(one => JsonText.Parse(one.Explanation.ToJson())).ToArray(),
                });
            }
            else
            {
                terminal.Table(["picture", "class", "logit", "words that decide most"], [.. explained.Select(one => Row(one.Explanation))]);
                terminal.DataLine($"page: {page}");
            }

            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static List<(LocalExplanation Explanation, string Name)> Explain(
        LoadedRun loaded, PictureSet set, RunPictures pictures, string folder, CancellationToken cancellation)
    {
        LocalExplainer explainer = loaded.Explainer();
        var explained = new List<(LocalExplanation, string)>();
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (Picture picture in set.Pictures)
        {
            cancellation.ThrowIfCancellationRequested();
            string name = Path.GetFileNameWithoutExtension(picture.Key);
            for (int copy = 2; !names.Add(name); copy++) name = $"{Path.GetFileNameWithoutExtension(picture.Key)}-{copy}";
            LocalExplanation explanation = explainer.Explain(
                loaded.Cache.Get(picture), picture.Key, pictures.ClassOf(picture));
            AtomicFile.WriteText(Path.Combine(folder, name + ".json"), explanation.ToJson() + "\n");
            ImageFile.Save(Path.Combine(folder, name + ".png"), ExplanationSheet.Draw(explanation));
            explained.Add((explanation, name));
        }

        return explained;
    }

    private static string[] Row(LocalExplanation explanation) =>
    [
        explanation.Name,
        $"{explanation.Predicted.Class} ({Figures.Share(explanation.Predicted.Probability)})",
        explanation.Logit.ToString("F2", CultureInfo.InvariantCulture),
        string.Join(", ", explanation.Words.Take(3).Select(word => string.Create(CultureInfo.InvariantCulture, $"word {word.Word}{(word.Name is null ? "" : $" \"{word.Name}\"")} {word.Contribution:+0.00;-0.00}"))),
    ];
}
