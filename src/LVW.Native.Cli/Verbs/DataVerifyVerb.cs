using System.CommandLine;
using System.Globalization;
using LVW.Native.Cli.Output;
using LVW.Native.VisualWords.Data.Sets;

namespace LVW.Native.Cli.Verbs;

/// <summary><c>lvw data verify</c>: a folder held against its descriptor.</summary>
internal static class DataVerifyVerb
{
    private const int Shown = 20;

    public static Command Create(Terminal terminal)
    {
        var given = new Argument<string>("set") { Description = "Folder of a data set, or its name for datasets/NAME" };
        var decode = new Option<bool>("--decode") { Description = "Decode every picture as well" };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("verify", "Count a data set's pictures, split by split, and name those that are missing") { given, decode, json };
        command.SetAction(parsed =>
        {
            string text = parsed.GetValue(given)!;
            bool isName = !Directory.Exists(text) && DataSetDescriptor.All().Any(one => one.Name == text);
            string folder = isName ? Path.Combine("datasets", text) : text;
            DataSetVerification result = DataSetVerification.Of(folder, isName ? DataSetDescriptor.Find(text) : null, parsed.GetValue(decode));
            if (parsed.GetValue(json)) terminal.Document(Document(result));
            else Print(terminal, result);
            return result.IsRight ? ExitCode.Success : Fail(terminal, result);
        });
        return command;
    }

    private static object Document(DataSetVerification result) => new
    {
        result.Name, result.Root, result.Classes, result.Splits, result.Missing, result.Faults, Bad = Runs.Pictures.Listed(result.Bad), result.IsRight,
    };

    private static void Print(Terminal terminal, DataSetVerification result)
    {
        terminal.Table(["split", "pictures", "expected"], [.. result.Splits.Select(split => new[] { split.Name, Number(split.Found), split.Expected is { } count ? Number(count) : "–" })]);
        List(terminal, "missing", result.Missing);
        List(terminal, "differs", result.Faults);
        List(terminal, "bad", [.. result.Bad.Select(one => $"{one.Picture.Path}: {one.Reason}")]);
        if (result.IsRight) terminal.Data.WriteLine($"{result.Root}: {result.Name}, {result.Classes} classes, all there");
    }

    private static void List(Terminal terminal, string what, IReadOnlyList<string> entries)
    {
        foreach (string entry in entries.Take(Shown)) terminal.Data.WriteLine($"{what}: {entry}");
        if (entries.Count > Shown) terminal.Data.WriteLine($"{what}: {entries.Count - Shown} more; --json lists all");
    }

    // What was found is on the standard output already; the error says that it is not as it should be.
    private static int Fail(Terminal terminal, DataSetVerification result)
    {
        string[] counts = [.. new[] { (result.Missing.Count, "missing"), (result.Bad.Count, "that cannot be decoded") }.Where(pair => pair.Item1 > 0).Select(pair => $"{PictureText(pair.Item1)} {pair.Item2}")];
        string facts = string.Join("; ", counts.Concat(result.Faults));
        terminal.Error($"{result.Root}: {facts}. Unpack the archives again, or get the set anew with lvw data get.");
        return ExitCode.UserError;
    }

    private static string PictureText(int count) => count == 1 ? "1 picture" : $"{Number(count)} pictures";

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
