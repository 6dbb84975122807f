[assembly: AssemblyFixture(typeof(FinishedRun))]

namespace LVW.Native.Cli.Tests.Support;

/// <summary>One small run that many tests look at.</summary>
public sealed class FinishedRun : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();

    internal string Pictures { get; private set; } = "";

    internal string Run => folder.In("run");

    internal CliRun Training { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Pictures = Tiny.Pictures(folder);
        Training = await CliRun.Of(Tiny.Train(Pictures, Run, "--json"));
    }

    internal string Picture(string name = "0000.png") => Path.Combine(Pictures, "test", "bramblet", name);

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
