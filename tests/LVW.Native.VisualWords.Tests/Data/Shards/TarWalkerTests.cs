using System.Formats.Tar;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Shards;
using LVW.Native.VisualWords.Tests.Golden;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Data.Shards;

public sealed class TarWalkerTests
{
    private const string Path = "train-000003.tar";

    private static readonly string LongName = string.Join('/', Enumerable.Repeat("folder of a long name", 9)) + "/Blüte.jpg";

    [Theory]
    [InlineData(TarEntryFormat.V7)]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public void The_frameworks_tars_are_walked_whether_or_not_the_file_can_be_sought_in(TarEntryFormat format)
    {
        (string Name, byte[] Content)[] members = [("a/one.jpg", ShardWriter.Content(1, 511)), ("two.cls", [7]), ("three.jpg", ShardWriter.Content(3, 1024)), ("empty.txt", [])];
        byte[] tar = ShardWriter.Tar(format, members);
        foreach (bool canSeek in new[] { true, false }) Same(members, tar, canSeek);
    }

    [Theory]
    [InlineData(TarEntryFormat.Pax)]
    [InlineData(TarEntryFormat.Gnu)]
    public void Long_names_are_read(TarEntryFormat format)
    {
        (string Name, byte[] Content)[] members = [(LongName, [1, 2, 3]), ("b.jpg", [4])];
        Same(members, ShardWriter.Tar(format, members), canSeek: true);
    }

    [Fact]
    public void A_name_in_two_fields_is_put_together()
    {
        string name = string.Join('/', Enumerable.Repeat("twenty characters ok", 6)) + "/a.jpg";
        (string Name, byte[] Content)[] members = [(name, [1, 2, 3])];
        Same(members, ShardWriter.Tar(TarEntryFormat.Ustar, members), canSeek: false);
    }

    [Theory]
    [InlineData("ustar")]
    [InlineData("pax")]
    [InlineData("gnu")]
    public void Pythons_tars_are_walked_with_their_folders_and_links(string format)
    {
        using var folder = new TemporaryFolder();
        TorchOracle.RunScript("tar_oracle.py", folder.In("a.tar"), format);
        byte[] tar = File.ReadAllBytes(folder.In("a.tar"));
        List<(TarMember Member, byte[] Content)> found = Walk(new MemoryStream(tar), withContent: true);
        string name = format == "ustar" ? "deep/a.jpg" : LongName;
        Assert.Equal(
            [("folder/", TarMemberKind.Other), ("one.jpg", TarMemberKind.File), ("hard.jpg", TarMemberKind.Link), ("soft.jpg", TarMemberKind.Link), (name, TarMemberKind.File)],
            found.Select(one => (one.Member.Name.TrimEnd('/') + (one.Member.Kind == TarMemberKind.Other ? "/" : ""), one.Member.Kind)));
        Assert.Equal("first"u8.ToArray(), found[1].Content);
        Assert.Equal("second"u8.ToArray(), found[4].Content);
    }

    [Fact]
    public void Every_cut_is_an_error_that_names_the_shard()
    {
        byte[] tar = ShardWriter.Tar(("a.jpg", ShardWriter.Content(1, 700)), ("b.jpg", [1]));
        int content = tar.Length - 1024;
        foreach (int length in new[] { 1, 300, 512, 900, 1211, 1212, 1536, 2000, 2048, content, content + 100 })
        {
            foreach (bool canSeek in new[] { true, false })
            {
                string message = Fails(tar[..length], canSeek);
                Assert.StartsWith($"{Path}: the shard is cut short", message);
            }
        }
    }

    [Fact]
    public void Any_damaged_byte_of_a_header_is_an_error()
    {
        byte[] tar = ShardWriter.Tar(("a.jpg", ShardWriter.Content(1, 700)), ("b.jpg", [1]));
        for (int at = 1536; at < 2048; at += 7)
        {
            byte[] damaged = [.. tar];
            damaged[at] ^= 0x21;
            Assert.Equal($"{Path}: the header at byte 1536 is damaged: its checksum does not fit. Copy or download the shard again, or write it anew.", Fails(damaged));
        }
    }

    [Fact]
    public void What_is_no_tar_or_a_compressed_one_is_told()
    {
        Assert.Contains("this is no tar file", Fails(ShardWriter.Content(1, 2000)));
        Assert.Contains("compressed by gzip", Fails([0x1f, 0x8b, 8, 0]));
        Assert.Contains("the shard is empty", Fails([]));
    }

    [Fact]
    public void A_tar_joined_to_a_tar_is_an_error_rather_than_half_a_set()
    {
        byte[] tar = ShardWriter.Tar(("a.jpg", [1]));
        Assert.Contains($"something follows at byte {tar.Length}, behind the end of the tar", Fails([.. tar, .. tar]));
        Assert.Single(Walk(new MemoryStream([.. tar, .. new byte[5000]])));
    }

    [Theory]
    [InlineData("12 path=a.jp\n", false)]
    [InlineData("99 path=a.jpg\n", false)]
    [InlineData("path=a.jpg\n", false)]
    [InlineData("14 path=a.jpg\n", true)]
    [InlineData("8 size=\n", false)]
    [InlineData("10 size=-\n", false)]
    [InlineData("", true)]
    public void Damaged_extended_headers_are_recognised(string records, bool isSound)
        => Assert.Equal(isSound, PaxRecords.Read(System.Text.Encoding.UTF8.GetBytes(records)) is not null);

    [Fact]
    public void Sizes_beyond_eight_gibibytes_are_read()
    {
        byte[] tar = ShardWriter.Tar(("a.jpg", [1]));
        new byte[] { 0x80, 0, 0, 0, 0, 0, 0, 0x03, 0, 0, 0, 0 }.CopyTo(tar, 124);
        tar.AsSpan(148, 8).Fill((byte)' ');
        int sum = tar.AsSpan(0, 512).ToArray().Sum(value => value);
        System.Text.Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(tar, 148);
        Assert.Equal(3L << 32, TarHeader.Read(tar.AsSpan(0, 512))?.Size);
        Assert.Contains($"goes on to byte {512 + (3L << 32)}", Fails(tar));
    }

    private static void Same((string Name, byte[] Content)[] members, byte[] tar, bool canSeek)
    {
        List<(TarMember Member, byte[] Content)> found = Walk(Open(tar, canSeek));
        Assert.Equal(members.Select(member => member.Name), found.Select(one => one.Member.Name));
        Assert.All(found.Zip(members), pair => Assert.Equal(pair.Second.Content, tar[(int)pair.First.Member.Offset..][..(int)pair.First.Member.Length]));
    }

    private static string Fails(byte[] tar, bool canSeek = true) => Assert.Throws<DataException>(() => Walk(Open(tar, canSeek))).Message;

    private static Stream Open(byte[] tar, bool canSeek) => canSeek ? new MemoryStream(tar) : new BufferedForward(tar);

    private static List<(TarMember Member, byte[] Content)> Walk(Stream stream, bool withContent = false)
    {
        var walker = new TarWalker(stream, Path);
        var found = new List<(TarMember, byte[])>();
        while (walker.Next() is { } member) found.Add((member, withContent ? walker.Content(member) : []));
        return found;
    }

    // Gives few bytes at a time, as a network does.
    private sealed class BufferedForward(byte[] content) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 100));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 100)]);
    }
}
