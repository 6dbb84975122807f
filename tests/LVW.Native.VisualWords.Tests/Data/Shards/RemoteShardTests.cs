using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Sets;
using LVW.Native.VisualWords.Data.Shards;
using LVW.Native.VisualWords.Tests.Data.Downloads;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Data.Shards;

public sealed class RemoteShardTests : IAsyncDisposable
{
    private static readonly ShardOptions Small = new() { PieceBytes = 5000, WindowBytes = 10_000, CacheBytes = 20_000, WholeShardBytes = 50_000, Attempts = 3, Wait = _ => { }, Patience = TimeSpan.FromSeconds(20) };

    private readonly LocalServer server = new();
    private readonly TemporaryFolder folder = new();

    public RemoteShardTests()
    {
        server.Files["/d/train-0.tar"] = ShardWriter.Tar(ShardWriter.Samples(0, 10, i => (i % 2).ToString()));
        server.Files["/d/train-1.tar"] = ShardWriter.Tar(ShardWriter.Samples(10, 10, i => (i % 2).ToString(), bytes: 3000));
    }

    private string Pattern => server.Address("/d/train-{0..1}.tar");

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return server.DisposeAsync();
    }

    [Fact]
    public void Pictures_come_in_pieces_that_no_picture_needs_two_of()
    {
        DataSet set = ShardSet.Read(Pattern, Small);
        server.Asked.Clear();
        Check(set);
        Assert.Equal(set.Train.Pictures.Select(picture => picture.Member!.Piece).Distinct().Count(), server.Asked.Count);
        Assert.Equal(15, server.Asked.Count);
        Assert.All(server.Asked, range => Assert.InRange(Span(range), 1, 5000));
        Assert.Equal(Pattern, set.Root);
        Assert.Equal($"{server.Address("/d/train-1.tar")}: 010.jpg", set.Train.Pictures[10].Path);
    }

    [Fact]
    public void Connections_that_drop_in_the_middle_lose_nothing()
    {
        server.CutAfter = 4500;
        Check(ShardSet.Read(Pattern, Small));
    }

    [Fact]
    public void An_epoch_fetches_each_piece_once()
    {
        DataSet set = ShardSet.Read(Pattern, Small);
        server.Asked.Clear();
        foreach (int i in ShardOrder.Of(set.Train.Pictures, new(1, 2))) set.Train.Pictures[i].ReadBytes(5000);
        Assert.Equal(15, server.Asked.Count);
    }

    [Fact]
    public void A_server_without_parts_gives_whole_shards_up_to_a_limit()
    {
        server.HasRanges = false;
        DataSet set = ShardSet.Read(Pattern, Small);
        server.Asked.Clear();
        Check(set);
        Assert.Equal(["", ""], server.Asked);
        string message = Assert.Throws<DataException>(() => ShardSet.Read(Pattern, Small with { WholeShardBytes = 30_000 })).Message;
        Assert.StartsWith($"{server.Address("/d/train-1.tar")}: its server sends no parts of files (no Range)", message);
    }

    [Fact]
    public void A_shard_that_changes_between_two_pictures_is_an_error()
    {
        DataSet set = ShardSet.Read(Pattern, Small);
        set.Train.Pictures[0].ReadBytes(5000);
        server.Tag = "\"two\"";
        Assert.Contains("changed on its server", Assert.Throws<DataException>(() => set.Train.Pictures[15].ReadBytes(5000)).Message);
    }

    [Fact]
    public void A_shard_that_is_not_there_is_named()
    {
        string message = Assert.Throws<DataException>(() => ShardSet.Read(server.Address("/d/train-{0..3}.tar"), Small)).Message;
        Assert.Equal($"{server.Address("/d/train-2.tar")}: the server has no such file (404). Check the address, the list or the numbers of the pattern.", message);
    }

    [Theory]
    [InlineData("/d/")]
    [InlineData("")]
    public void A_folder_on_a_server_cannot_be_listed_and_says_what_can(string path)
        => Assert.Contains("a folder on a server cannot be listed", Assert.Throws<DataException>(() => ShardSet.Read(server.Address(path), Small)).Message);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Classes_lie_beside_the_shards_or_not(bool refusesMissing)
    {
        server.RefusesMissing = refusesMissing;
        Assert.Equal(["0", "1"], ShardSet.Read(Pattern, Small).Classes);
        server.Files["/d/classes.txt"] = "ape\nzebra\n"u8.ToArray();
        Assert.Equal(["ape", "zebra"], ShardSet.Read(Pattern, Small).Classes);
    }

    [Fact]
    public void A_list_on_a_server_names_shards_beside_it_but_nothing_of_this_machine()
    {
        server.Files["/list.json"] = """{"train": ["d/train-0.tar"], "test": ["d/train-1.tar"]}"""u8.ToArray();
        DataSet set = ShardSet.Read(server.Address("/list.json"), Small);
        Assert.Equal(("d/train-0.tar/000.jpg", "d/train-1.tar/010.jpg"), (set.Train.Pictures[0].Key, set.Test!.Pictures[0].Key));
        server.Files["/list.json"] = """{"train": ["/etc/train-0.tar"]}"""u8.ToArray();
        Assert.Contains("is a path of one machine", Assert.Throws<DataException>(() => ShardSet.Read(server.Address("/list.json"), Small)).Message);
        server.Files["/list.json"] = """{"train": ["d/train-0.tar"], "index": "/tmp"}"""u8.ToArray();
        Assert.Contains("only a list on this machine", Assert.Throws<DataException>(() => ShardSet.Read(server.Address("/list.json"), Small)).Message);
    }

    [Fact]
    public void A_kept_index_saves_the_walk_until_the_shard_is_another()
    {
        folder.Add("shards.json", System.Text.Encoding.UTF8.GetBytes($$"""{"train": ["{{Pattern}}"], "classes": ["a", "b"], "index": "kept"}"""));
        Check(ShardSet.Read(folder.Path, Small));
        string[] kept = Directory.GetFiles(folder.In("kept"));
        Assert.Equal(2, kept.Length);
        server.Asked.Clear();
        DataSet again = ShardSet.Read(folder.Path, Small);
        Assert.Equal(["bytes=0-0", "bytes=0-0"], server.Asked);
        Check(again);

        File.WriteAllText(kept[0], "{");
        server.Asked.Clear();
        Check(ShardSet.Read(folder.Path, Small));
        Assert.Contains("bytes=0-", server.Asked);
        server.Tag = "\"two\"";
        server.Files["/d/train-0.tar"] = ShardWriter.Tar(ShardWriter.Samples(0, 10, i => (i % 2).ToString(), bytes: 100));
        Assert.Equal(ShardWriter.Content(4, 100), ShardSet.Read(folder.Path, Small).Train.Pictures[4].ReadBytes(5000));
    }

    private static long Span(string range)
    {
        string[] ends = range["bytes=".Length..].Split('-');
        return long.Parse(ends[1]) - long.Parse(ends[0]) + 1;
    }

    private static void Check(DataSet set)
    {
        Assert.Equal(20, set.Train.Pictures.Count);
        for (int i = 0; i < 20; i++) Assert.Equal(ShardWriter.Content(i, i < 10 ? 700 : 3000), set.Train.Pictures[i].ReadBytes(5000));
    }
}
