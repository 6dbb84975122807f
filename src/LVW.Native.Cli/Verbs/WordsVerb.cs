using System.CommandLine;
using System.Globalization;
using LVW.Native.Cli.Output;
using LVW.Native.Cli.Runs;
using LVW.Native.Engine.Checkpoints;
using LVW.Native.VisualWords.Data.Sets;
using LVW.Native.VisualWords.Editing;
using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Explanation;
using LVW.Native.VisualWords.Explanation.Report;

namespace LVW.Native.Cli.Verbs;

/// <summary><c>lvw words</c>: what each word is, where it comes from and what it votes for.</summary>
internal static class WordsVerb
{
    public static Command Create(Terminal terminal)
    {
        Argument<string> run = CommonOptions.Run();
        Option<string> output = CommonOptions.Out("Folder for index.html and the words' patches");
        Option<string?> data = CommonOptions.RunData();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("words", "Show the words that a run has learned") { run, output, data, json };
        DeviceOptions device = DeviceOptions.For(command);
        WordEditVerbs.AddTo(command, terminal);
        command.SetAction((parsed, cancellation) =>
        {
            using LoadedRun loaded = LoadedRun.Open(parsed.GetValue(run)!, device.Of(parsed), terminal);
            var pictures = new RunPictures(loaded.Description, parsed.GetValue(data));
            EvaluationResult result = terminal.WithProgress(observer =>
                new Evaluator(loaded.Reader, loaded.Transform, loaded.Cache, EvaluationOptions.Of(loaded.Settings) with { Perturbation = null, Probe = null }, TimeProvider.System)
                    .Evaluate(pictures.Train, pictures.Test, loaded.Sources, KnownPlaces.In(parsed.GetValue(data) ?? loaded.Description.DataRoot).PartsOf, name =>
                    {
                        cancellation.ThrowIfCancellationRequested();
                        observer.StageStarted(name, 0);
                    }));
            string folder = Path.GetFullPath(parsed.GetValue(output)!);
            string page = Write(loaded, pictures, result, folder);
            if (parsed.GetValue(json)) terminal.Document(new { Run = loaded.Folder.Path, Page = page, Words = Rows(loaded, result), NotInUse = NotInUse(loaded) });
            else Print(terminal, loaded, result, page);
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static string Write(LoadedRun loaded, RunPictures pictures, EvaluationResult result, string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "patches"));
        var sizes = ReportPictureOptions.For(result.Words.Count, result.Words.Count);
        var prepared = new ReportPictures(pictures.Train.Pictures.Concat(pictures.Test.Pictures), loaded.Transform, loaded.Cache, sizes);
        IReadOnlyList<ReportWord> cards = new WordSheetBuilder(prepared, loaded.Description.Classes, loaded.Description.Side).Build(result.Words);
        string page = Path.Combine(folder, "index.html");
        WordSheetPage.Write(loaded.Header(DataSets.TitleOf(loaded.Description.DataRoot)), cards, page);
        foreach ((int index, byte[] bytes) in cards.Where(card => card.Patch is not null).Select(card => (card.Index, card.Patch!.Bytes)))
        {
            string patch = Path.Combine(folder, "patches", string.Create(CultureInfo.InvariantCulture, $"word-{index:000}.jpg"));
            AtomicFile.Write(patch, stream => stream.Write(bytes));
        }

        return page;
    }

    private static void Print(Terminal terminal, LoadedRun loaded, EvaluationResult result, string page)
    {
        bool parts = result.Parts.Count > 0;
        string[] headers = ["word", "patch of", "votes for", "sharedness", .. parts ? new[] { "part" } : []];
        terminal.Table(headers, [.. Rows(loaded, result).Select(word => (string[])
        [
            word.Name is null ? word.Word.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{word.Word} {word.Name}"),
            word.Source ?? "",
            string.Join(", ", word.Votes.Take(2).Select(vote => string.Create(CultureInfo.InvariantCulture, $"{vote.Class} {vote.Weight:+0.00;-0.00}"))),
            word.Sharedness.ToString("F2", CultureInfo.InvariantCulture),
            .. parts ? new[] { word.Part is null ? "none" : $"{word.Part} ({Figures.Share(word.Purity ?? 0)})" } : [],
        ])]);
        object[] absent = NotInUse(loaded);
        if (absent.Length > 0) terminal.DataLine($"{absent.Length} more words are not in use; lvw words list tells which");
        terminal.DataLine($"page: {page}");
    }

    private static object[] NotInUse(LoadedRun loaded)
    {
        WordVocabulary vocabulary = loaded.History.Vocabulary;
        return [.. Enumerable.Range(0, vocabulary.Count).Where(word => !vocabulary.IsInUse(word)).Select(word => new { Word = word, Name = vocabulary.NameOf(word), Status = vocabulary.FateOf(word) })];
    }

    private static List<WordRow> Rows(LoadedRun loaded, EvaluationResult result) =>
    [
        .. result.Words.Select(word => new WordRow(
            word.Word,
            word.Name,
            word.Source?.Key,
            word.Source?.Row,
            word.Source?.Column,
            word.ProjectionDistance,
            word.Sharedness,
            [.. word.Weights.Select((weight, c) => new Vote(loaded.Description.Classes[c], weight)).OrderByDescending(vote => vote.Weight).Take(3)],
            word.TimesNearest,
            word.DuplicateOf,
            result.Parts.FirstOrDefault(part => part.Word == word.Word)?.Part,
            result.Parts.FirstOrDefault(part => part.Word == word.Word)?.Purity)),
    ];

    private sealed record Vote(string Class, float Weight);

    private sealed record WordRow(
        int Word, string? Name, string? Source, int? Row, int? Column, double? ProjectionDistance, double Sharedness, Vote[] Votes, int TimesNearest, int? DuplicateOf, string? Part, double? Purity);
}
