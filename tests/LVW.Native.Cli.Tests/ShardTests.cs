using System.Formats.Tar;
using System.Text;
using LVW.Native.VisualWords.Tests.Data.Downloads;

namespace LVW.Native.Cli.Tests;

/// <summary>Shards on a server are data like any other: the same pictures give the same run, and every verb reads them.</summary>
public sealed class ShardTests(FinishedRun finished) : IAsyncDisposable
{
    private const int PerShard = 15;

    private readonly TemporaryFolder folder = new();
    private readonly LocalServer server = new();

    private string Remote => server.Address("/{train-{0..2},test-{0..1}}.tar");

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return server.DisposeAsync();
    }

    [Fact]
    public async Task A_run_on_remote_shards_is_that_on_the_class_folder_bit_for_bit_and_every_verb_reads_them()
    {
        Serve();
        (server.CutAfter, server.CutAnswers) = (20_000, 2);
        string run = folder.In("run");
        finished.Training.RequireSuccess();
        CliRun training = (await CliRun.Of(Tiny.Train(Remote, run, "--json"))).RequireSuccess();
        Assert.Contains($"data: {Remote} is webdataset", training.Messages);
        foreach (string file in new[] { "base.safetensors", "words.safetensors" })
        {
            Assert.Equal(File.ReadAllBytes(Path.Combine(finished.Run, file)), File.ReadAllBytes(Path.Combine(run, file)));
        }

        Assert.True(File.Exists(Path.Combine(run, "report", "index.html")));
        CliRun evaluated = (await CliRun.Of("evaluate", run, "--data", Remote, "--json")).RequireSuccess();
        Assert.Equal(
            training.Document.GetProperty("metrics").GetProperty("words").GetProperty("testAccuracy").GetDouble(),
            evaluated.Document.GetProperty("metrics").GetProperty("words").GetProperty("testAccuracy").GetDouble());
        CliRun explained = (await CliRun.Of("explain", run, "test-0.tar/002.png", "--out", folder.In("why"), "--json")).RequireSuccess();
        Assert.Equal("test-0.tar/002.png", explained.Document.GetProperty("explanations")[0].GetProperty("name").GetString());
        Assert.True(File.Exists(folder.In("why/002.png")));
        (await CliRun.Of("explain", run, "test-0.tar/999.png", "--out", folder.In("why"))).RequireUserError("999.png", "no such picture");
    }

    [Fact]
    public async Task Shards_are_described_and_verified_and_a_server_that_fails_is_told_in_one_line()
    {
        Serve();
        Assert.Contains("9 classes; 36 train, 18 test", (await CliRun.Of("data", "describe", Remote)).RequireSuccess().Data);
        Assert.Contains("webdataset, 9 classes, all there", (await CliRun.Of("data", "verify", Remote, "--decode")).RequireSuccess().Data);
        server.Files.Remove("/test-1.tar");
        (await CliRun.Of("train", "--data", Remote, "--out", folder.In("run"))).RequireUserError(server.Address("/test-1.tar"), "404", "Check the address");
    }

    private void Serve()
    {
        foreach (string split in new[] { "train", "test" })
        {
            string[] files = [.. Directory.GetFiles(Path.Combine(finished.Pictures, split), "*.png", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
            foreach ((int shard, string[] part) in files.Chunk(PerShard).Index()) server.Files[$"/{split}-{shard}.tar"] = Tar(part, shard * PerShard);
        }
    }

    private static byte[] Tar(string[] files, int first)
    {
        using var buffer = new MemoryStream();
        using (var writer = new TarWriter(buffer, TarEntryFormat.Pax, leaveOpen: true))
        {
            foreach ((int i, string file) in files.Index())
            {
                Write($"{first + i:D3}.png", File.ReadAllBytes(file));
                Write($"{first + i:D3}.cls", Encoding.UTF8.GetBytes(Path.GetFileName(Path.GetDirectoryName(file))!));
            }

            void Write(string name, byte[] content) => writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) });
        }

        return buffer.ToArray();
    }
}
