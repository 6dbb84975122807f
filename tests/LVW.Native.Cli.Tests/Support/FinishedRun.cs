[assembly: AssemblyFixture(typeof(FinishedRun))]

namespace LVW.Native.Cli.Tests.Support;

/// <summary>One small run that many tests look at.</summary>
public sealed class FinishedRun : IAsyncLifetime
{
    private static readonly string[] Weights = ["base.safetensors", "words.safetensors", "words.json"];

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

    /// <summary>Requires another run's weights to be those of this one, bit for bit.</summary>
    internal void RequireSameWeights(string run)
        => Assert.All(Weights, name => Assert.True(
            File.ReadAllBytes(Path.Combine(Run, name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(run, name))), $"{name} differs"));

    /// <summary>Copies the run's files, its report and the figures that make it finished left out.</summary>
    internal void CopyUnfinished(string run)
    {
        Directory.CreateDirectory(run);
        foreach (string file in Directory.GetFiles(Run).Where(file => Path.GetFileName(file) != "metrics.json")) File.Copy(file, Path.Combine(run, Path.GetFileName(file)));
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
