using System.Text.Json;
using LVW.Native.Cli.Output;

namespace LVW.Native.Cli.Tests.Support;

/// <summary>What a call of the command line gave.</summary>
/// <param name="Code">The exit code.</param>
/// <param name="Data">The standard output.</param>
/// <param name="Messages">The standard error.</param>
internal sealed record CliRun(int Code, string Data, string Messages)
{
    /// <summary>Calls the command line within this process.</summary>
    public static Task<CliRun> Of(params string[] arguments) => Of(CancellationToken.None, arguments);

    public static async Task<CliRun> Of(CancellationToken cancellation, params string[] arguments)
    {
        using var data = new StringWriter();
        using var messages = new StringWriter();
        int code = await Lvw.RunAsync(arguments, new Terminal(data, TextWriter.Synchronized(messages)), cancellation);
        return new CliRun(code, data.ToString(), messages.ToString());
    }

    /// <summary>The one JSON document on the standard output.</summary>
    public JsonElement Document => JsonSerializer.Deserialize<JsonElement>(Data);

    /// <summary>The error lines.</summary>
    public string[] Errors => [.. Lines.Where(line => line.StartsWith("error: ", StringComparison.Ordinal))];

    private string[] Lines => Messages.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Requires exit code 2, one line that says why with all the words given, and no stack trace.</summary>
    public CliRun RequireUserError(params string[] words)
    {
        Assert.True(Code == ExitCode.UserError, $"exit code {Code}: {Messages}");
        string line = Assert.Single(Errors);
        Assert.Equal(line, Lines[^1]);
        Assert.EndsWith(".", line);
        Assert.DoesNotContain("   at ", Messages);
        Assert.DoesNotContain("Exception", Messages);
        Assert.All(words, word => Assert.Contains(word, line));
        Assert.Empty(Data);
        return this;
    }

    public CliRun RequireSuccess()
    {
        Assert.True(Code == ExitCode.Success, $"exit code {Code}: {Messages}");
        return this;
    }
}
