using System.CommandLine;
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
        ParseResult parsed = Root(terminal).Parse(arguments.Length == 0 ? ["--help"] : arguments);
        if (parsed.Errors.Count > 0)
        {
            string verb = parsed.CommandResult.Command is RootCommand ? "" : $"{parsed.CommandResult.Command.Name} ";
            terminal.Error($"{parsed.Errors[0].Message.ReplaceLineEndings(" ").TrimEnd('.')}. See lvw {verb}--help.");
            return ExitCode.UserError;
        }

        try
        {
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

    private static RootCommand Root(Terminal terminal) => new("lvw: image recognition that shows how it decides, by visual words")
    {
        DemoVerb.Create(terminal),
        TrainVerb.Create(terminal),
        EvaluateVerb.Create(terminal),
        ClassifyVerb.Create(terminal),
        ExplainVerb.Create(terminal),
        WordsVerb.Create(terminal),
        ExportVerb.Create(terminal),
        PredictVerb.Create(terminal),
        InspectVerb.Create(terminal),
        ConvertVerb.Create(terminal),
        DataVerb.Create(terminal),
        SelfCheckVerb.Create(terminal),
        ProfileVerb.Create(terminal),
        BackbonesVerb.Create(terminal),
        DevicesVerb.Create(terminal),
        DoctorVerb.Create(terminal),
    };
}
