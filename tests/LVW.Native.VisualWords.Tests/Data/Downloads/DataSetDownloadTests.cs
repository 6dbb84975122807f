using System.Formats.Tar;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Downloads;
using LVW.Native.VisualWords.Data.Sets;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Data.Downloads;

public sealed class DataSetDownloadTests : IAsyncDisposable
{
    private readonly LocalServer server = new();
    private readonly TemporaryFolder folder = new();
    private readonly List<string> messages = [];

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return server.DisposeAsync();
    }

    [Fact]
    public async Task A_set_of_which_an_archive_is_missing_is_none_until_it_is_there()
    {
        server.Files["/one.tar"] = Tar("train/bird/1.png", "train/bird/2.png", "train/ship/1.png", "train/ship/2.png");
        await Assert.ThrowsAsync<DataException>(Get);
        var failure = Assert.Throws<DataException>(() => DataSets.Read(folder.Path));
        Assert.StartsWith(folder.Path + ": ", failure.Message);
        Assert.Contains("lvw data get", failure.Message);

        server.Files["/two.tar"] = Tar("test/bird/3.png", "test/ship/3.png");
        await Get();
        DataSet set = DataSets.Read(folder.Path);
        Assert.Equal((4, 2), (set.Train.Pictures.Count, set.Test!.Pictures.Count));
        Assert.Contains(messages, message => message.StartsWith("one.tar: was unpacked before; to unpack it again, delete " + folder.In(".archives/one.tar.unpacked"), StringComparison.Ordinal));
    }

    private static byte[] Tar(params string[] names)
    {
        using var stream = new MemoryStream();
        using (var tar = new TarWriter(stream, leaveOpen: true))
        {
            foreach (string name in names) tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream([1]) });
        }

        return stream.ToArray();
    }

    private async Task Get() => await new DataSetDownload(
        new DataSetDescriptor
        {
            Name = "birds-and-ships",
            Title = "Birds and ships",
            Citation = "none",
            Homepage = "none",
            Licence = "none",
            Layout = "class folders",
            Classes = 2,
            Pictures = new Dictionary<string, int> { ["train"] = 4, ["test"] = 2 },
            Files = [new RemoteFile { Address = server.Address("/one.tar") }, new RemoteFile { Address = server.Address("/two.tar") }],
        },
        folder.Path).RunAsync(null, messages.Add, TestContext.Current.CancellationToken);
}
