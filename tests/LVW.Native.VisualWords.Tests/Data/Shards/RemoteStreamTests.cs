using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Downloads;
using LVW.Native.VisualWords.Data.Shards;
using LVW.Native.VisualWords.Tests.Data.Downloads;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Data.Shards;

public sealed class RemoteStreamTests : IAsyncDisposable
{
    private readonly LocalServer server = new();
    private readonly byte[] content = ShardWriter.Content(1, 60_000);
    private readonly List<TimeSpan> waits = [];
    private readonly WebRequests requests = new(TimeSpan.FromSeconds(20));
    private readonly RemoteFileSource source;

    public RemoteStreamTests()
    {
        server.Files["/a.tar"] = content;
        source = Source("/a.tar");
    }

    public ValueTask DisposeAsync()
    {
        requests.Dispose();
        return server.DisposeAsync();
    }

    [Fact]
    public void A_part_is_asked_for_and_no_more()
    {
        Assert.Equal(content[100..4100], Part(100, 4000));
        Assert.Equal(["bytes=100-4099"], server.Asked);
        Assert.Equal(new RemoteIdentity(content.Length, "\"one\"", HasRanges: true), source.Identity);
    }

    [Fact]
    public void A_connection_that_drops_goes_on_at_the_byte_where_it_stopped()
    {
        server.CutAfter = 25_000;
        Assert.Equal(content, Whole());
        Assert.Equal(["bytes=0-", "bytes=25000-", "bytes=50000-"], server.Asked);
        Assert.Equal([0.5, 0.5], waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public void A_server_that_drops_for_good_is_left_after_a_bounded_number_of_attempts()
    {
        server.CutAfter = 10;
        string message = Fails(Whole);
        Assert.StartsWith($"{server.Address("/a.tar")}: 4 attempts in a row brought nothing at byte 40 of 60000 (", message);
        Assert.Contains("run the same command again; lvw train goes on with --resume.", message);
        Assert.Equal(4, server.Asked.Count);
        Assert.Equal([0.5, 1, 2], waits.Select(wait => wait.TotalSeconds));
    }

    [Fact]
    public void A_busy_server_is_asked_again()
    {
        server.BusyAnswers = 3;
        Assert.Equal(content, Whole());
        server.BusyAnswers = 4;
        Assert.Contains("4 attempts in a row brought nothing at byte 0 of 60000 (the server answers 503 Service Unavailable)", Fails(Whole));
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_told()
    {
        var gone = new LocalServer();
        RemoteFileSource nowhere = Source(gone, "/a.tar");
        await gone.DisposeAsync();
        Assert.Contains("a.tar: 4 attempts in a row brought nothing (Connection refused", Fails(() => nowhere.Exists()));
    }

    [Fact]
    public void A_file_that_is_not_there_is_no_error_until_it_is_read()
    {
        RemoteFileSource other = Source("/b.tar");
        Assert.False(other.Exists());
        Assert.Equal($"{server.Address("/b.tar")}: the server has no such file (404). Check the address, the list or the numbers of the pattern.", Fails(() => other.Open().ReadWhole(1)));
        Assert.Empty(waits);
    }

    [Fact]
    public void A_refusal_is_told_and_means_absence_only_for_what_may_be_absent()
    {
        server.RefusesMissing = true;
        Assert.Contains("the server refuses (403 Forbidden). Check the address, and whether its signature has expired.", Fails(() => Source("/b.tar?sig=secret").Exists()));
        Assert.False(new RemoteFileSource(new Uri(server.Address("/b.txt")), requests, ShardOptions.Default) { IsOptional = true }.Exists());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_file_that_changes_on_its_server_is_an_error_whether_or_not_the_server_minds(bool mindsIfRange)
    {
        server.MindsIfRange = mindsIfRange;
        Part(0, 1000);
        server.Tag = "\"two\"";
        Assert.Equal(
            $"{server.Address("/a.tar")}: the file has changed on its server while it was read (\"one\" then, \"two\" now). Run the same command again, with the shards that it began with.",
            Fails(() => Part(1000, 1000)));
    }

    [Fact]
    public void A_file_that_shrinks_under_its_tag_is_an_error()
    {
        Part(0, 1000);
        server.Files["/a.tar"] = content[..1000];
        Assert.Contains("changed on its server", Fails(() => Part(2000, 1000)));
        Assert.Contains("60000 bytes then, 1000 now", Fails(() => Part(500, 100)));
    }

    [Fact]
    public void A_server_without_parts_begins_again_and_is_passed_over_to_the_byte()
    {
        server.HasRanges = false;
        Assert.Equal(content[7000..9000], Part(7000, 2000));
        Assert.False(source.Identity!.HasRanges);
        (server.CutAfter, server.CutAnswers) = (25_000, 1);
        server.Asked.Clear();
        Assert.Equal(content, Whole());
        Assert.Equal(["", ""], server.Asked);
    }

    [Fact]
    public void An_empty_file_is_told() => Assert.Contains("the file is empty", Fails(() =>
    {
        server.Files["/none.tar"] = [];
        Source("/none.tar").Exists();
    }));

    private static string Fails(Func<object> action) => Assert.Throws<DataException>(action).Message;

    private static string Fails(Action action) => Assert.Throws<DataException>(action).Message;

    private RemoteFileSource Source(string path) => Source(server, path);

    private RemoteFileSource Source(LocalServer at, string path)
        => new(new Uri(at.Address(path)), requests, new ShardOptions { Attempts = 4, Wait = waits.Add, Patience = TimeSpan.FromSeconds(20) });

    private byte[] Part(long from, int length)
    {
        using RemoteStream stream = source.Open(from, length);
        return stream.ReadWhole(length);
    }

    private byte[] Whole()
    {
        using RemoteStream stream = source.Open();
        using var all = new MemoryStream();
        stream.CopyTo(all);
        return all.ToArray();
    }
}
