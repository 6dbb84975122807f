namespace LVW.Native.Distributed.Mpi.Tests.Support;

/// <summary>What a job left.</summary>
/// <param name="Code">The launcher's exit code.</param>
/// <param name="Data">The standard output of launcher and ranks.</param>
/// <param name="Messages">Their standard error.</param>
internal sealed record MpiResult(int Code, string Data, string Messages)
{
    /// <summary>The command line's own errors.</summary>
    public string[] Errors => [.. Messages.Split('\n').Where(line => line.StartsWith("error: ", StringComparison.Ordinal))];

    public MpiResult RequireCode(int code)
    {
        Assert.True(Code == code, $"exit code {Code}, not {code}: {Data}\n{Messages}");
        return this;
    }

    /// <summary>Requires one line of the command line's own that says why, with all the words given, and no stack trace.</summary>
    public MpiResult RequireError(params string[] words)
    {
        Assert.True(Errors.Length == 1, $"not one error: {Data}\n{Messages}");
        Assert.All(words, word => Assert.Contains(word, Errors[0]));
        Assert.DoesNotContain("   at ", Messages);
        return this;
    }
}
