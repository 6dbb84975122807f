using System.CommandLine;
using System.Globalization;
using LVW.Native.Cli.Output;
using LVW.Native.Cli.Runs;
using LVW.Native.VisualWords.Editing;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.Cli.Verbs;

/// <summary>The verbs below <c>lvw words</c> that change a finished run's words: each fits the last layer anew and can be undone.</summary>
internal static class WordEditVerbs
{
    private const double DefaultBudget = 1;

    /// <summary>Puts the verbs below <c>lvw words</c>.</summary>
    public static void AddTo(Command words, Terminal terminal)
    {
        words.Add(WordListVerb.Create(terminal));
        words.Add(OfWords("disable", "Take words out of use", terminal, (editor, numbers) => editor.Disable(numbers)));
        words.Add(OfWords("enable", "Take words into use again", terminal, (editor, numbers) => editor.Enable(numbers)));
        words.Add(OfWords("merge", "Let the first word take the place of the others; weights are added", terminal, (editor, numbers) => editor.Merge(numbers)));
        words.Add(Prune(terminal));
        words.Add(Rename(terminal));
        words.Add(Undo(terminal));
    }

    private static Command OfWords(string name, string description, Terminal terminal, Func<WordEditor, int[], EditOutcome> edit)
    {
        Argument<string> run = CommonOptions.Run();
        var words = new Argument<string>("words") { Description = "Numbers of the words, such as 3,7" };
        Option<string?> data = CommonOptions.RunData();
        Option<bool> json = CommonOptions.Json();
        var command = new Command(name, description) { run, words, data, json };
        DeviceOptions device = DeviceOptions.For(command);
        command.SetAction((parsed, cancellation) =>
        {
            int[] numbers = Numbers(parsed.GetValue(words)!);
            EditedRun edited = EditedRun.Open(parsed.GetValue(run)!);
            RequirePossible(edited, name, numbers);
            EditOutcome outcome = edit(edited.Editor(device.Of(parsed), parsed.GetValue(data), terminal, cancellation), numbers);
            Print(terminal, edited, outcome, parsed.GetValue(json));
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static Command Prune(Terminal terminal)
    {
        Argument<string> run = CommonOptions.Run();
        var budget = new Option<double>("--budget") { Description = "Points of accuracy, out of 100, that may be lost", DefaultValueFactory = _ => DefaultBudget };
        Option<string?> data = CommonOptions.RunData();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("prune", "Take out words that are not missed, whatever their classes") { run, budget, data, json };
        DeviceOptions device = DeviceOptions.For(command);
        command.SetAction((parsed, cancellation) =>
        {
            double points = parsed.GetValue(budget);
            if (!(points is >= 0 and <= 100)) throw new SettingsException(string.Create(CultureInfo.InvariantCulture, $"--budget: {points} is out of range; it must be at least 0 and at most 100 points."));
            EditedRun edited = EditedRun.Open(parsed.GetValue(run)!);
            WordEditor editor = edited.Editor(device.Of(parsed), parsed.GetValue(data), terminal, cancellation);
            EditOutcome? outcome = editor.Prune(points / 100);
            if (outcome is not null) Print(terminal, edited, outcome, parsed.GetValue(json));
            else if (parsed.GetValue(json)) terminal.Document(new { Run = edited.Folder.Path, Edit = (object?)null, InUse = edited.History.Vocabulary.InUse.Count });
            else terminal.DataLine(string.Create(CultureInfo.InvariantCulture, $"no word can be spared for {points} points; nothing has changed"));
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static Command Rename(Terminal terminal)
    {
        Argument<string> run = CommonOptions.Run();
        var word = new Argument<string>("word") { Description = "Number of the word" };
        var name = new Argument<string>("name") { Description = "What it is to be called, such as \"yellow petal\"" };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("rename", "Give a word a name, for explanations and word sheets") { run, word, name, json };
        command.SetAction(parsed =>
        {
            EditedRun edited = EditedRun.Open(parsed.GetValue(run)!);
            WordEdit made = edited.History.Commit(
                new WordEdit { Kind = WordEditKind.Rename, Words = Numbers(parsed.GetValue(word)!), Name = parsed.GetValue(name), Time = TimeProvider.System.GetUtcNow() }, weights: null);
            if (parsed.GetValue(json)) terminal.Document(new { Run = edited.Folder.Path, Edit = JsonText.Parse(made.ToLine()), InUse = edited.History.Vocabulary.InUse.Count });
            else terminal.DataLine($"word {made.Words[0]} is called \"{edited.History.Vocabulary.NameOf(made.Words[0])}\" now");
            return ExitCode.Success;
        });
        return command;
    }

    private static Command Undo(Terminal terminal)
    {
        Argument<string> run = CommonOptions.Run();
        Option<bool> json = CommonOptions.Json();
        var command = new Command("undo", "Take back the last edit of a run's words") { run, json };
        command.SetAction(parsed =>
        {
            EditedRun edited = EditedRun.Open(parsed.GetValue(run)!);
            WordEdit undone = edited.History.Undo(TimeProvider.System.GetUtcNow());
            if (parsed.GetValue(json))
            {
                terminal.Document(new { Run = edited.Folder.Path, Undone = JsonText.Parse(undone.ToLine()), edited.History.Standing, InUse = edited.History.Vocabulary.InUse.Count });
            }
            else
            {
                string left = edited.History.Standing switch { 0 => "the words are as they were trained", 1 => "one edit still stands", int more => $"{more} edits still stand" };
                terminal.DataLine($"edit {undone.Number} ({KindOf(undone)} {string.Join(',', undone.Words)}) is taken back; {left}");
            }

            return ExitCode.Success;
        });
        return command;
    }

    // What cannot be done is said before pictures are read.
    private static void RequirePossible(EditedRun edited, string name, int[] numbers)
        => edited.History.Vocabulary.After(new WordEdit { Kind = Enum.Parse<WordEditKind>(name, ignoreCase: true), Words = numbers });

    private static void Print(Terminal terminal, EditedRun edited, EditOutcome outcome, bool json)
    {
        if (json)
        {
            terminal.Document(new
            {
                Run = edited.Folder.Path,
                Edit = JsonText.Parse(outcome.Edit.ToLine()),
                AccuracyUnfitted = outcome.Unfitted,
                outcome.InUse,
                Words = edited.History.Vocabulary.Count,
            });
            return;
        }

        if (outcome.Edit.Reasons is { } reasons)
        {
            terminal.Table(["word", "pruned because"], [.. outcome.Edit.Words.Zip(reasons, (word, reason) => (string[])[word.ToString(CultureInfo.InvariantCulture), reason])]);
            terminal.Data.WriteLine();
        }

        terminal.Table(
            ["accuracy on", "before", $"{KindOf(outcome.Edit)}, not fitted", "fitted"],
            [[$"{outcome.Edit.JudgedOn} pictures", Figures.Share(outcome.Before), Figures.Share(outcome.Unfitted), Figures.Share(outcome.After)]]);
        terminal.DataLine($"{outcome.InUse} of {edited.History.Vocabulary.Count} words in use; lvw words undo takes the edit back");
        if (outcome.Edit.JudgedOn == ScoreTable.Training)
        {
            terminal.Line("The run held out no validation pictures, so training pictures judge, and they flatter. Train with --set data.validationFraction=0.1 for a sterner judge.");
        }
    }

    private static string KindOf(WordEdit edit) => JsonText.Parse(edit.ToLine())["kind"]!.GetValue<string>();

    private static int[] Numbers(string text)
        => [.. text.Split(',').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new SettingsException($"words: '{text}' is no list of word numbers. Write them as 3,7; lvw words list shows them."))];
}
