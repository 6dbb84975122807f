using System.CommandLine;

namespace LVW.Native.Cli.Verbs;

/// <summary>Options that several verbs share; each verb creates its own.</summary>
internal static class CommonOptions
{
    public static Option<bool> Json() => new("--json") { Description = "Print one JSON document on the standard output" };

    public static Option<bool> SkipBad() => new("--skip-bad") { Description = "Skip and list pictures that cannot be read instead of stopping" };

    public static Option<string> Out(string description) => new("--out") { Description = description, Required = true };

    public static Option<string?> RunData() => new("--data") { Description = "Where the run's pictures lie now, if they were moved" };

    public static Argument<string> Run() => new("run") { Description = "Run folder, as lvw train --out made it" };

    public static Argument<string[]> Images() => new("images") { Description = "Picture files", Arity = ArgumentArity.OneOrMore };

    public static Option<string[]> Set(string description) => new("--set") { Description = description, DefaultValueFactory = _ => [] };
}
