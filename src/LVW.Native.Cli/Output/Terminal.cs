using System.Text.Encodings.Web;
using System.Text.Json;
using LVW.Native.Distributed.Mpi;
using LVW.Native.Engine.Diagnostics;
using LVW.Native.VisualWords.Training;
using Spectre.Console;

namespace LVW.Native.Cli.Output;

/// <summary>Where a verb's output goes: data to one stream, progress and errors to the other.</summary>
/// <param name="data">Results, and nothing else.</param>
/// <param name="messages">Progress, warnings, errors.</param>
internal sealed class Terminal(TextWriter data, TextWriter messages)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public TextWriter Data => data;

    public TextWriter Messages => messages;

    /// <summary>Whether a person reads the data as it comes.</summary>
    public bool DataIsInteractive { get; init; }

    /// <summary>Whether a person watches the messages.</summary>
    public bool MessagesAreInteractive { get; init; }

    /// <summary>Whether colours are welcome.</summary>
    public bool Colours { get; init; }

    /// <summary>The process's own streams; colours unless NO_COLOR says no (no-color.org).</summary>
    public static Terminal OfProcess()
    {
        // Open MPI hands each rank a terminal, whoever reads what mpirun collects from it: neither we nor the runtime may write to it as to a person's.
        if (MpiLaunch.OfProcess() is { IsOpenMpi: true } or { IsParallel: true }) Environment.SetEnvironmentVariable("TERM", "dumb");
        bool dumb = Environment.GetEnvironmentVariable("TERM") == "dumb";
        return new Terminal(Console.Out, Console.Error)
        {
            DataIsInteractive = !Console.IsOutputRedirected && !dumb,
            MessagesAreInteractive = !Console.IsErrorRedirected && !dumb,
            Colours = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")),
        };
    }

    /// <summary>A message of one line, whatever names out of files stand in it.</summary>
    public void Line(string text) => messages.WriteLine(OneLine.Of(text));

    public void Error(string text) => Line($"error: {text}");

    /// <summary>A result of one line, whatever names out of files stand in it.</summary>
    public void DataLine(string text) => data.WriteLine(OneLine.Of(text));

    /// <summary>The one JSON document of a verb.</summary>
    public void Document(object value) => data.WriteLine(JsonSerializer.Serialize(value, Json));

    /// <summary>A table: drawn for a person, plain columns otherwise.</summary>
    public void Table(string[] headers, IReadOnlyList<string[]> rows)
    {
        rows = [.. rows.Select(row => row.Select(OneLine.Of).ToArray())];
        if (!DataIsInteractive)
        {
            PlainTable.Write(data, headers, rows);
            return;
        }

        var table = new Table { Border = TableBorder.Rounded };
        foreach (string header in headers) table.AddColumn(new TableColumn(Markup.Escape(header)));
        foreach (string[] row in rows) table.AddRow([.. row.Select(Markup.Escape)]);
        Spectre(data).Write(table);
    }

    /// <summary>Runs what tells of its progress: bars for a person, lines otherwise.</summary>
    public T WithProgress<T>(Func<ITrainingObserver, T> work)
        => MessagesAreInteractive ? LiveProgress.Run(Spectre(messages), work) : work(new PlainProgress(messages, TimeProvider.System));

    private IAnsiConsole Spectre(TextWriter writer) => AnsiConsole.Create(new AnsiConsoleSettings
    {
        Out = new AnsiConsoleOutput(writer),
        Ansi = AnsiSupport.Yes,
        ColorSystem = Colours ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        Interactive = InteractionSupport.Yes,
    });
}
