using System.Collections.Concurrent;
using LVW.Native.Engine.Randomness;
using LVW.Native.Imaging;
using LVW.Native.VisualWords.Data.Shards;

namespace LVW.Native.VisualWords.Data;

/// <summary>
/// Reads, varies and batches pictures in background threads. What a batch holds depends on seed, epoch and position alone, never on
/// threads or timing.
/// </summary>
/// <param name="set">The pictures.</param>
/// <param name="transform">How views are chosen and rendered.</param>
/// <param name="cache">Decoded pictures, shared among loaders.</param>
/// <param name="batchSize">Pictures in a batch; the last batch of an epoch may have fewer.</param>
public sealed class BatchLoader(PictureSet set, PairedTransform transform, PictureCache cache, int batchSize)
{
    private const int Ahead = 3;
    private const ulong OrderStream = 1UL << 62;

    private readonly ConcurrentBag<float[]> buffers = [];

    /// <summary>The pictures.</summary>
    public PictureSet Set => set;

    /// <summary>How views are chosen and rendered.</summary>
    public PairedTransform Transform => transform;

    /// <summary>Batches in an epoch.</summary>
    public int BatchCount => (set.Pictures.Count + batchSize - 1) / batchSize;

    /// <summary>An epoch of training views in shuffled order, from a given batch on.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="epoch">The epoch, from 0; every epoch has its own order and views.</param>
    /// <param name="firstBatch">Batches to leave out at the front, to resume within an epoch.</param>
    /// <exception cref="ImageFormatException">A picture cannot be decoded.</exception>
    public IEnumerable<Batch> Train(ulong seed, int epoch, int firstBatch = 0)
    {
        int[] order = ShardOrder.Of(set.Pictures, new Philox(seed, OrderStream + (ulong)epoch));
        return Read(order, firstBatch, (index, image) =>
        {
            var random = new Philox(seed, ((ulong)(epoch + 1) << 32) + (ulong)index);
            return transform.Draw(image.Width, image.Height, random);
        });
    }

    /// <summary>All pictures once, in order, as they are evaluated.</summary>
    /// <exception cref="ImageFormatException">A picture cannot be decoded.</exception>
    public IEnumerable<Batch> Evaluate(bool flipped = false)
        => Read([.. Enumerable.Range(0, set.Pictures.Count)], 0, (_, image) => transform.Evaluation(image.Width, image.Height) with { Flipped = flipped });

    private IEnumerable<Batch> Read(int[] order, int firstBatch, Func<int, RgbImage, PictureView> view)
    {
        var pending = new Queue<Task<Batch>>();
        for (int next = firstBatch; next < BatchCount || pending.Count > 0;)
        {
            for (; next < BatchCount && pending.Count < Ahead; next++)
            {
                int[] indices = order[(next * batchSize)..Math.Min(order.Length, (next + 1) * batchSize)];
                pending.Enqueue(Task.Run(() => Build(indices, view)));
            }

            Batch batch = pending.Dequeue().GetAwaiter().GetResult();
            yield return batch;
            buffers.Add(batch.Pixels);
        }
    }

    private Batch Build(int[] indices, Func<int, RgbImage, PictureView> view)
    {
        int side = transform.Options.Side;
        int length = side * side * 3;
        if (!buffers.TryTake(out float[]? pixels)) pixels = new float[batchSize * length];
        int[] labels = new int[indices.Length];
        var views = new PictureView[indices.Length];
        for (int i = 0; i < indices.Length; i++)
        {
            Picture picture = set.Pictures[indices[i]];
            RgbImage image = cache.Get(picture);
            labels[i] = picture.ClassIndex;
            views[i] = view(indices[i], image);
            transform.Render(image, views[i], pixels.AsSpan(i * length, length));
        }

        return new Batch(pixels, side, labels, indices, views);
    }
}
