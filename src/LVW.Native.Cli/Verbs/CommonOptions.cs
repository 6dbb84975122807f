using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace LVW.Native.Cli.Verbs;

/// <summary>Options that several verbs share; each verb creates its own.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON document on the standard output" };

    public static Option<bool> SkipBad() => new("--skip-bad") { Description = "Skip and list pictures that cannot be read instead of stopping" };

    public static Option<string> Out(string description) => new("--out") { Description = description, Required = true };

    public static Option<string> TrainingData()
        => new("--data") { Description = "Folder of pictures: {train,val,test}/class/*, class/*, a set of lvw data list as it comes, or WebDataset shards: a folder of them, PATH/train-{000000..000003}.tar or https://…, a list", Required = true };

    public static Option<string?> RunData() => new("--data") { Description = "Where the run's pictures lie now, if they were moved" };

    public static Argument<string> Run() => new("run") { Description = "Run folder, as lvw train --out made it" };

    public static Argument<string[]> Images() => new("images") { Description = "Picture files", Arity = ArgumentArity.OneOrMore };

    public static Option<string[]> Set(string description) => new("--set") { Description = description, DefaultValueFactory = _ => [] };

    /// <summary>Refuses all but whole numbers of a range. It reads the text, for asking for the value of one that is no number throws.</summary>
    public static void RequireRange(Option option, int least, int most = int.MaxValue) => option.Validators.Add(result =>
    {
        foreach (Token token in result.Tokens)
        {
            if (int.TryParse(token.Value, NumberStyles.Integer, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most) continue;
            result.AddError($"{option.Name}: '{token.Value}' is not a whole number of at least {least}{(most == int.MaxValue ? "" : $" and at most {most}")}.");
        }
    });
}
