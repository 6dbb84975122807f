using System.CommandLine;
using System.CommandLine.Parsing;
using LVW.Native.Cli.Output;
using LVW.Native.Cli.Verbs;

namespace LVW.Native.Cli;

/// <summary>The command line: arguments in, exit code out. Nothing here touches the process, so tests call it as it is.</summary>
internal static class Lvw
{
    /// <summary>Runs a verb.</summary>
    /// <param name="arguments">The arguments after the program's name.</param>
    /// <param name="terminal">Where data and messages go.</param>
    /// <param name="cancellation">Asked when the user wants it to stop.</param>
    public static async Task<int> RunAsync(string[] arguments, Terminal terminal, CancellationToken cancellation = default)
    {
        try
        {
            ParseResult parsed = Root(terminal).Parse(arguments.Length == 0 ? ["--help"] : arguments);
            if ((Unknown(parsed) ?? (parsed.Errors.Count > 0 ? parsed.Errors[0].Message : Empty(parsed))) is { } problem)
            {
                terminal.Error($"{problem.ReplaceLineEndings(" ").TrimEnd('.')}. See lvw {VerbOf(parsed.CommandResult)}--help.");
                return ExitCode.UserError;
            }

            // Signals are ours: a checkpoint may take longer than the two seconds that the library would grant.
            var configuration = new InvocationConfiguration
            {
                Output = terminal.Data,
                Error = terminal.Messages,
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
            };
            return await parsed.InvokeAsync(configuration, cancellation);
        }
        catch (OperationCanceledException exception)
        {
            terminal.Line(exception is InterruptedException ? exception.Message : "Interrupted.");
            return ExitCode.Interrupted;
        }
        catch (Exception exception) when (UserErrors.LineFor(exception) is { } line)
        {
            terminal.Error(line);
            return ExitCode.UserError;
        }
        catch (Exception exception)
        {
            foreach (string one in $"defect: {exception}".Split('\n')) terminal.Line(one.TrimEnd('\r'));
            return ExitCode.Defect;
        }
    }

    private static string VerbOf(SymbolResult? result)
        => result is CommandResult { Command: not RootCommand } command ? $"{VerbOf(command.Parent)}{command.Command.Name} " : "";

    private static string? Unknown(ParseResult parsed)
        => parsed.CommandResult.Command is RootCommand root && parsed.UnmatchedTokens is [{ } word, ..] && !word.StartsWith('-')
            ? $"there is no verb '{word}'. Verbs are {string.Join(", ", root.Subcommands.Select(verb => verb.Name))}"
            : null;

    // No verb has a use for an empty text, which a script's unset variable leaves in place of a path.
    private static string? Empty(ParseResult parsed) => parsed.CommandResult.Children.FirstOrDefault(child => child.Tokens.Any(token => string.IsNullOrWhiteSpace(token.Value))) switch
    {
        OptionResult option => $"{option.Option.Name}: the value is empty",
        ArgumentResult argument => $"{argument.Argument.Name}: the value is empty",
        _ => null,
    };

    private static RootCommand Root(Terminal terminal) => new("lvw: image recognition that shows how it decides, by visual words")
    {
        DemoVerb.Create(terminal),
        TrainVerb.Create(terminal),
        CompareVerb.Create(terminal),
        EvaluateVerb.Create(terminal),
        ClassifyVerb.Create(terminal),
        UnseenVerb.Create(terminal),
        ExplainVerb.Create(terminal),
        WordsVerb.Create(terminal),
        ServeVerb.Create(terminal),
        ExportVerb.Create(terminal),
        PredictVerb.Create(terminal),
        InspectVerb.Create(terminal),
        ConvertVerb.Create(terminal),
        DataVerb.Create(terminal),
        SelfCheckVerb.Create(terminal),
        ProfileVerb.Create(terminal),
        PlanVerb.Create(terminal),
        BackbonesVerb.Create(terminal),
        DevicesVerb.Create(terminal),
        DoctorVerb.Create(terminal),
    };
}
