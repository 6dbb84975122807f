using System.CommandLine;
using System.Globalization;
using LVW.Native.Cli.Output;
using LVW.Native.Cli.Runs;
using LVW.Native.VisualWords.Editing;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.Cli.Verbs;

/// <summary><c>lvw words list</c>: all words of a run with their names and what editing has done to them; no picture is read.</summary>
internal static class WordListVerb
{
    private const int VotesShown = 2;

    public static Command Create(Terminal terminal)
    {
        Argument<string> run = CommonOptions.Run();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("list", "List a run's words, their names and those out of use") { run, json };
        command.SetAction(parsed =>
        {
            EditedRun edited = EditedRun.Open(parsed.GetValue(run)!);
            List<Row> rows = Rows(edited);
            if (parsed.GetValue(json))
            {
                terminal.Document(new { Run = edited.Folder.Path, Words = rows, Edits = edited.History.Edits.Select(edit => JsonText.Parse(edit.ToLine())).ToArray() });
            }
            else
            {
                terminal.Table(["word", "name", "status", "patch of", "weight", "votes for"], [.. rows.Select(Cells)]);
                WordVocabulary vocabulary = edited.History.Vocabulary;
                terminal.DataLine($"{vocabulary.InUse.Count} of {vocabulary.Count} words in use; {edited.History.Standing} edits stand");
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static List<Row> Rows(EditedRun edited)
    {
        WordVocabulary vocabulary = edited.History.Vocabulary;
        IReadOnlyList<string> classes = edited.Description.Classes;
        float[] weights = edited.History.Weights(classes.Count);
        Dictionary<int, WordSource> sources = LoadedRun.ReadSources(edited.Folder).ToDictionary(source => source.Word);
        Dictionary<int, int> position = vocabulary.InUse.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        return
        [
            .. Enumerable.Range(0, vocabulary.Count).Select(word =>
            {
                float[] own = position.TryGetValue(word, out int at) ? [.. Enumerable.Range(0, classes.Count).Select(c => weights[(c * position.Count) + at])] : [];
                Vote[] votes = [.. own.Select((weight, c) => new Vote(classes[c], weight)).OrderByDescending(vote => vote.Weight).Take(VotesShown)];
                return new Row(word, vocabulary.NameOf(word), vocabulary.FateOf(word), sources.GetValueOrDefault(word)?.Key, own.Sum(weight => Math.Abs((double)weight)), votes);
            }),
        ];
    }

    private static string[] Cells(Row row) =>
    [
        row.Word.ToString(CultureInfo.InvariantCulture),
        row.Name ?? "",
        row.Status,
        row.Source ?? "",
        row.WeightMass.ToString("F2", CultureInfo.InvariantCulture),
        string.Join(", ", row.Votes.Select(vote => string.Create(CultureInfo.InvariantCulture, $"{vote.Class} {vote.Weight:+0.00;-0.00}"))),
    ];

    private sealed record Vote(string Class, float Weight);

    private sealed record Row(int Word, string? Name, string Status, string? Source, double WeightMass, Vote[] Votes);
}
