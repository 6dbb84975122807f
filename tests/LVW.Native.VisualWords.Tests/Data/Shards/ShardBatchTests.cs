using LVW.Native.Imaging;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Data.Sets;
using LVW.Native.VisualWords.Data.Shards;
using LVW.Native.VisualWords.Tests.Data.Downloads;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Data.Shards;

/// <summary>The same pictures in the same order give the same batches, bit for bit, wherever they lie.</summary>
public sealed class ShardBatchTests : IAsyncDisposable
{
    private const int Count = 12;

    private readonly TemporaryFolder folder = new();
    private readonly LocalServer server = new();
    private readonly PictureSet files;

    public ShardBatchTests()
    {
        for (int i = 0; i < Count; i++)
        {
            string name = $"pictures/{(i < Count / 2 ? "ape" : "zebra")}/{i:D3}.png";
            folder.Add(name);
            ImageFile.Save(folder.In(name), TinyPictures.Noise(9 + (i % 5), 8 + (i % 4), i));
        }

        files = DataSets.Read(folder.In("pictures")).Train;
        foreach (Picture[] part in files.Pictures.Chunk(5))
        {
            string name = $"train-{files.Pictures.ToList().IndexOf(part[0]) / 5}.tar";
            byte[] tar = ShardWriter.Tar([.. part.SelectMany(picture => ShardWriter.Sample(Path.GetFileNameWithoutExtension(picture.Path), files.Classes[picture.ClassIndex], File.ReadAllBytes(picture.Path), "png"))]);
            folder.Add($"shards/{name}", tar);
            server.Files[$"/{name}"] = tar;
        }
    }

    private string Remote => server.Address("/train-{0..2}.tar");

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return server.DisposeAsync();
    }

    [Fact]
    public void Local_shards_give_the_batches_of_the_class_folder() => Same(ShardSet.Read(folder.In("shards")).Train);

    [Fact]
    public void Remote_shards_that_fit_a_window_do_so_too() => Same(ShardSet.Read(Remote).Train);

    [Fact]
    public void Remote_shards_beyond_a_window_give_the_same_evaluation_and_every_picture_once_in_an_epoch()
    {
        var small = new ShardOptions { PieceBytes = 3000, WindowBytes = 6000, CacheBytes = 12_000 };
        PictureSet shards = ShardSet.Read(Remote, small).Train;
        Assert.Equal(Batches(Loader(files).Evaluate()), Batches(Loader(shards).Evaluate()));
        BatchLoader loader = Loader(shards);
        List<string> epoch = Batches(loader.Train(3, 1));
        Assert.Equal(epoch, Batches(loader.Train(3, 1)));
        Assert.Equal(epoch, Batches(Loader(ShardSet.Read(folder.In("shards"), small).Train).Train(3, 1)));
        Assert.Equal(epoch[2..], Batches(loader.Train(3, 1, firstBatch: 2)));
        Assert.NotEqual(epoch, Batches(Loader(files).Train(3, 1)));
        Assert.Equal(Enumerable.Range(0, Count), loader.Train(3, 1).SelectMany(batch => batch.Indices).Order());
    }

    private static BatchLoader Loader(PictureSet set)
    {
        var transform = new PairedTransform(new ViewOptions { Side = 8, ResizeSide = 8, Flip = 0.5, MinimumArea = 0.4, MaximumAspect = 1.3, Brightness = 0.2 }, PixelNormalization.Half);
        return new BatchLoader(set, transform, new PictureCache(0), batchSize: 4);
    }

    // A batch's pixels are lent until the next is asked for.
    private static List<string> Batches(IEnumerable<Batch> batches)
        => [.. batches.Select(batch => $"{string.Join(',', batch.Indices)} {string.Join(',', batch.Labels)} {Convert.ToHexString(System.Runtime.InteropServices.MemoryMarshal.AsBytes(batch.Values))}")];

    private void Same(PictureSet shards)
    {
        Assert.Equal(files.Classes, shards.Classes);
        Assert.Equal(Batches(Loader(files).Evaluate()), Batches(Loader(shards).Evaluate()));
        foreach (int epoch in new[] { 0, 1 }) Assert.Equal(Batches(Loader(files).Train(3, epoch)), Batches(Loader(shards).Train(3, epoch)));
    }
}
