using LVW.Native.Imaging;
using LVW.Native.VisualWords.Data;
using Xunit;

namespace LVW.Native.VisualWords.Tests.Data;

public sealed class BatchLoaderTests : IDisposable
{
    private const int Count = 11;
    private readonly TemporaryFolder folder = new();
    private readonly PictureSet set;

    public BatchLoaderTests() => set = TinyPictures.Write(folder, Count, classes: 3);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void An_epoch_holds_every_picture_once_with_its_own_class()
    {
        List<Seen> batches = Collect(Loader(4).Train(seed: 1, epoch: 0));
        Assert.Equal([4, 4, 3], batches.Select(batch => batch.Labels.Length));
        Assert.Equal(Enumerable.Range(0, Count), batches.SelectMany(batch => batch.Indices).Order());
        Assert.All(batches, batch => Assert.Equal(batch.Indices.Select(index => index % 3), batch.Labels));
    }

    [Fact]
    public void Epochs_and_seeds_have_orders_and_views_of_their_own()
    {
        BatchLoader loader = Loader(Count);
        Seen first = Collect(loader.Train(1, 0))[0];
        Assert.NotEqual(first.Indices, Collect(loader.Train(1, 1))[0].Indices);
        Assert.NotEqual(first.Indices, Collect(loader.Train(2, 0))[0].Indices);
        Assert.NotEqual(first.ViewOf(0), Collect(loader.Train(1, 1))[0].ViewOf(0));
    }

    [Fact]
    public void Batches_are_the_same_however_slowly_they_are_taken_and_whatever_is_cached()
    {
        List<Seen> quick = Collect(Loader(2).Train(5, 3));
        List<Seen> slow = Collect(Loader(2, cacheBytes: 0).Train(5, 3), pause: TimeSpan.FromMilliseconds(3));
        BatchLoader again = Loader(2);
        Collect(again.Train(5, 2));
        Same(quick, slow);
        Same(quick, Collect(again.Train(5, 3)));
    }

    [Fact]
    public void A_pictures_view_does_not_depend_on_the_size_of_batches()
    {
        List<Seen> small = Collect(Loader(1).Train(5, 3)), large = Collect(Loader(Count).Train(5, 3));
        Assert.Equal(large[0].Indices, small.Select(batch => batch.Indices[0]));
        Assert.Equal(large[0].Values, small.SelectMany(batch => batch.Values));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(6)]
    public void An_epoch_taken_up_at_a_batch_goes_on_exactly_there(int firstBatch)
        => Same(Collect(Loader(2).Train(5, 3)).Skip(firstBatch), Collect(Loader(2).Train(5, 3, firstBatch)));

    [Fact]
    public void Evaluation_is_in_order_without_variation_and_flips_all_or_none()
    {
        List<Seen> plain = Collect(Loader(4).Evaluate()), flipped = Collect(Loader(4).Evaluate(flipped: true));
        Assert.Equal(Enumerable.Range(0, Count), plain.SelectMany(batch => batch.Indices));
        Assert.All(plain.SelectMany(batch => batch.Views), view => Assert.True(view is { Flipped: false, Brightness: 1, Contrast: 1, Saturation: 1 }));
        Assert.All(flipped.SelectMany(batch => batch.Views), view => Assert.True(view.Flipped));
        const int Row = 8 * 3;
        float[] left = plain[1].Values[..Row], right = flipped[1].Values[..Row];
        Assert.Equal(left.Chunk(3).Reverse().SelectMany(pixel => pixel), right);
    }

    [Fact]
    public void A_loop_left_early_can_be_begun_again()
    {
        BatchLoader loader = Loader(2);
        List<Seen> whole = Collect(loader.Train(5, 3));
        for (int i = 0; i < 5; i++) Same(whole.Take(1), Collect(loader.Train(5, 3).Take(1)));
        Same(whole, Collect(loader.Train(5, 3)));
    }

    [Fact]
    public void A_picture_that_cannot_be_decoded_is_named()
    {
        File.WriteAllText(folder.In("004.png"), "not a picture");
        string message = Assert.Throws<ImageFormatException>(() => Collect(Loader(2).Train(1, 0))).Message;
        Assert.Contains("004.png", message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_set_has_no_batches()
    {
        var loader = new BatchLoader(new PictureSet(folder.Path, ["a"], []), Transform(), new PictureCache(0), 4);
        Assert.Equal(0, loader.BatchCount);
        Assert.Empty(loader.Train(1, 0));
        Assert.Empty(loader.Evaluate());
    }

    private static PairedTransform Transform() => new(
        new ViewOptions { Side = 8, ResizeSide = 8, Flip = 0.5, MinimumArea = 0.4, MaximumAspect = 1.3, Brightness = 0.2 }, PixelNormalization.Half);

    private static void Same(IEnumerable<Seen> expected, IEnumerable<Seen> actual)
    {
        Seen[] one = [.. expected], other = [.. actual];
        Assert.Equal(one.Length, other.Length);
        for (int i = 0; i < one.Length; i++)
        {
            Assert.Equal(one[i].Indices, other[i].Indices);
            Assert.Equal(one[i].Views, other[i].Views);
            Assert.Equal(one[i].Values, other[i].Values);
        }
    }

    // A batch's pixels are lent until the next is asked for.
    private static List<Seen> Collect(IEnumerable<Batch> batches, TimeSpan pause = default)
    {
        var seen = new List<Seen>();
        foreach (Batch batch in batches)
        {
            if (pause > TimeSpan.Zero) Thread.Sleep(pause);
            seen.Add(new Seen(batch.Values.ToArray(), batch.Labels, batch.Indices, batch.Views));
        }

        return seen;
    }

    private BatchLoader Loader(int batchSize, long cacheBytes = 1 << 20) => new(set, Transform(), new PictureCache(cacheBytes), batchSize);

    private sealed record Seen(float[] Values, int[] Labels, int[] Indices, PictureView[] Views)
    {
        public PictureView ViewOf(int index) => Views[Array.IndexOf(Indices, index)];
    }
}
