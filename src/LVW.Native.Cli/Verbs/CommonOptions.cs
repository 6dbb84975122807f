using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace LVW.Native.Cli.Verbs;

/// <summary>Options that several verbs share; each verb creates its own.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON document on the standard output" };

    public static Option<bool> SkipBad() => new("--skip-bad") { Description = "Skip and list pictures that cannot be read instead of stopping" };

    public static Option<string> Out(string description) => NotEmpty(new Option<string>("--out") { Description = description, Required = true });

    public static Option<string?> RunData() => new("--data") { Description = "Where the run's pictures lie now, if they were moved" };

    public static Argument<string> Run() => new("run") { Description = "Run folder, as lvw train --out made it" };

    public static Argument<string[]> Images() => new("images") { Description = "Picture files", Arity = ArgumentArity.OneOrMore };

    public static Option<string[]> Set(string description) => new("--set") { Description = description, DefaultValueFactory = _ => [] };

    /// <summary>Refuses numbers outside a range; what is no number at all is the parser's to refuse.</summary>
    public static void RequireRange(Option option, int least, int most = int.MaxValue) => option.Validators.Add(result =>
    {
        foreach (Token token in result.Tokens)
        {
            bool isNumber = int.TryParse(token.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number);
            if (!isNumber || (number >= least && number <= most)) continue;
            result.AddError($"{option.Name}: {number} is out of range; it must be at least {least}{(most == int.MaxValue ? "" : $" and at most {most}")}.");
        }
    });

    /// <summary>Refuses the empty text, which a script's unset variable leaves in place of a path.</summary>
    public static Option<string> NotEmpty(Option<string> option)
    {
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.Length == 0)) result.AddError($"{option.Name}: the path is empty.");
        });
        return option;
    }
}
