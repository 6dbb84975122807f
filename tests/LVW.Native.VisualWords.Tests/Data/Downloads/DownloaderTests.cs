using System.Security.Cryptography;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Downloads;
using LVW.Native.VisualWords.Data.Sets;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Data.Downloads;

public sealed class DownloaderTests : IAsyncDisposable
{
    private readonly LocalServer server = new();
    private readonly TemporaryFolder folder = new();
    private readonly byte[] content = new byte[300_000];

    public DownloaderTests()
    {
        new Random(3).NextBytes(content);
        server.Files["/set.tar"] = content;
    }

    private string Target => folder.In("archives/set.tar");

    private string Part => Target + ".part";

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return server.DisposeAsync();
    }

    [Theory]
    [InlineData("sha256")]
    [InlineData("md5")]
    [InlineData(null)]
    public async Task A_file_is_written_under_its_name_when_all_is_right(string? kind)
    {
        await Get(Remote(kind));
        Assert.Equal(content, File.ReadAllBytes(Target));
        Assert.Equal([Target], Directory.GetFiles(folder.In("archives")));
        await Get(Remote(kind));
        Assert.Single(server.Asked);
    }

    [Fact]
    public async Task A_wrong_checksum_deletes_the_part_and_names_both_sums()
    {
        RemoteFile file = Remote("sha256") with { Checksum = "sha256:" + new string('0', 64) };
        await Fails(file, Part, "its checksum is sha256:" + Hex(), "the descriptor says sha256:000", "run the same command again");
        Assert.Empty(Directory.GetFiles(folder.In("archives")));
    }

    [Fact]
    public async Task A_file_that_is_there_is_checked_too()
    {
        folder.Add("archives/set.tar", content[1..]);
        await Fails(Remote("md5") with { Bytes = null }, Target, "its checksum is md5:", "Delete the file");
        await Fails(Remote("md5"), Target, "it has 299999 bytes but the descriptor says 300000", "Delete the file");
    }

    [Fact]
    public async Task A_cut_transfer_is_told_and_goes_on_where_it_stopped()
    {
        server.CutAfter = 120_000;
        await Fails(Remote("sha256"), server.Address("/set.tar"), "the connection was lost after 120000 of 300000 bytes", "goes on from there");
        Assert.Equal(120_000, new FileInfo(Part).Length);
        server.CutAfter = null;
        await Get(Remote("sha256"));
        Assert.Equal(content, File.ReadAllBytes(Target));
        Assert.Equal(["", "bytes=120000-"], server.Asked);
    }

    [Fact]
    public async Task A_server_without_ranges_sends_all_again()
    {
        (server.CutAfter, server.HasRanges) = (120_000, false);
        await Fails(Remote("sha256"), server.Address("/set.tar"), "connection was lost");
        server.CutAfter = null;
        await Get(Remote("sha256"));
        Assert.Equal(content, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task A_file_that_has_changed_meanwhile_is_not_joined_to_the_old_part()
    {
        server.CutAfter = 120_000;
        await Fails(Remote(null) with { Bytes = null }, server.Address("/set.tar"), "connection was lost");
        byte[] other = [.. content.Reverse()];
        (server.CutAfter, server.Tag, server.Files["/set.tar"]) = (null, "\"two\"", other);
        await Get(Remote(null) with { Bytes = null });
        Assert.Equal(other, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task The_rest_of_another_file_is_refused_where_the_server_does_not_know_If_Range()
    {
        server.CutAfter = 120_000;
        await Fails(Remote(null) with { Bytes = null }, server.Address("/set.tar"), "connection was lost");
        byte[] other = [.. content.Reverse()];
        (server.CutAfter, server.Tag, server.MindsIfRange, server.Files["/set.tar"]) = (null, "\"two\"", false, other);
        await Fails(Remote(null) with { Bytes = null }, server.Address("/set.tar"), "another place or file", "Run the same command again");
        await Get(Remote(null) with { Bytes = null });
        Assert.Equal(other, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task A_part_that_is_complete_is_only_checked()
    {
        folder.Add("archives/set.tar.part", content);
        new PartInfo(server.Address("/set.tar"), "\"one\"", content.Length).Write(Part + ".json");
        await Get(Remote("sha256"));
        Assert.Equal(content, File.ReadAllBytes(Target));
        Assert.Equal(["bytes=300000-"], server.Asked);
    }

    [Fact]
    public async Task A_size_other_than_the_descriptors_is_told_before_anything_is_written()
    {
        await Fails(Remote(null) with { Bytes = 5 }, server.Address("/set.tar"), "offers 300000 bytes but the descriptor says 5");
        Assert.False(File.Exists(Part));
    }

    [Fact]
    public async Task Redirects_are_followed_but_not_in_circles_or_without_end()
    {
        server.Redirects["/old.tar"] = "/set.tar";
        await Get(Remote("sha256") with { Address = server.Address("/old.tar") });
        Assert.Equal(content, File.ReadAllBytes(Target));
        File.Delete(Target);
        (server.Redirects["/a"], server.Redirects["/b"]) = ("/b", "/a");
        await Fails(Remote(null) with { Address = server.Address("/a") }, server.Address("/b"), "in a circle", "page");
        for (int i = 0; i < 20; i++) server.Redirects[$"/{i}"] = $"/{i + 1}";
        await Fails(Remote(null) with { Address = server.Address("/0") }, server.Address("/"), "more than 10 times");
        server.Redirects["/file"] = "file:///etc/passwd";
        await Fails(Remote(null) with { Address = server.Address("/file") }, server.Address("/file"), "no http address");
    }

    [Fact]
    public async Task A_missing_file_and_a_missing_server_are_one_line()
    {
        await Fails(Remote(null) with { Address = server.Address("/none") }, server.Address("/none"), "answers 404");
        await Fails(Remote(null) with { Address = "http://127.0.0.1:9/x.tar" }, "http://127.0.0.1:9/x.tar", "cannot be reached", "connection");
    }

    [Fact]
    public async Task A_full_disk_is_told()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "this system has no /dev/full");
        Directory.CreateDirectory(folder.In("archives"));
        File.CreateSymbolicLink(Part, "/dev/full");
        await Fails(Remote("sha256"), Part, "the disk is full", "Free space");
    }

    private RemoteFile Remote(string? kind) => new()
    {
        Address = server.Address("/set.tar"),
        Bytes = content.Length,
        Checksum = kind switch { "sha256" => "sha256:" + Hex(), "md5" => "md5:" + Convert.ToHexStringLower(MD5.HashData(content)), _ => null },
    };

    private string Hex() => Convert.ToHexStringLower(SHA256.HashData(content));

    private async Task Get(RemoteFile file)
    {
        using var downloader = new Downloader();
        await downloader.GetAsync(file, Target, cancellation: TestContext.Current.CancellationToken);
    }

    private async Task Fails(RemoteFile file, string path, params string[] words)
    {
        var failure = await Assert.ThrowsAsync<DataException>(() => Get(file));
        Assert.StartsWith(path, failure.Message);
        Assert.DoesNotContain('\n', failure.Message);
        Assert.All(words, word => Assert.Contains(word, failure.Message));
    }
}
