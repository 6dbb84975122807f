using System.Collections.Concurrent;
using LVW.Native.Engine.Randomness;
using LVW.Native.Imaging;
using LVW.Native.VisualWords.Data.Shards;

namespace LVW.Native.VisualWords.Data;

/// <summary>
/// Reads, varies and batches pictures in background threads. What a batch holds depends on seed, epoch and position alone, and on the process's
/// share, never on threads or timing.
/// </summary>
/// <param name="set">The pictures.</param>
/// <param name="transform">How views are chosen and rendered.</param>
/// <param name="cache">Decoded pictures, shared among loaders.</param>
/// <param name="batchSize">Pictures in a batch; the last batch of an epoch may have fewer. Processes that share a step have it together.</param>
/// <param name="share">The part that this process reads; everything if null.</param>
public sealed class BatchLoader(PictureSet set, PairedTransform transform, PictureCache cache, int batchSize, DataShare? share = null)
{
    internal const int Ahead = 3;
    private const ulong OrderStream = 1UL << 62;

    private readonly ConcurrentBag<float[]> buffers = [];
    private readonly DataShare own = share ?? DataShare.All;

    /// <summary>The pictures.</summary>
    public PictureSet Set => set;

    /// <summary>How views are chosen and rendered.</summary>
    public PairedTransform Transform => transform;

    /// <summary>Batches in an epoch.</summary>
    public int BatchCount => (set.Pictures.Count + batchSize - 1) / batchSize;

    /// <summary>An epoch of training views in shuffled order, from a given batch on; of each batch, the process's share.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="epoch">The epoch, from 0; every epoch has its own order and views.</param>
    /// <param name="firstBatch">Batches to leave out at the front, to resume within an epoch.</param>
    /// <exception cref="ImageFormatException">A picture cannot be decoded.</exception>
    public IEnumerable<Batch> Train(ulong seed, int epoch, int firstBatch = 0)
    {
        int[] order = Shuffled(seed, epoch);
        return Read(order, Enumerable.Range(firstBatch, Math.Max(0, BatchCount - firstBatch)), Shared, Varied(seed, epoch));
    }

    /// <summary>The views of an epoch of training, in whole batches; of all batches, the process's share.</summary>
    /// <param name="seed">The run's seed.</param>
    /// <param name="epoch">The epoch.</param>
    /// <exception cref="ImageFormatException">A picture cannot be decoded.</exception>
    public IEnumerable<Batch> Views(ulong seed, int epoch) => Read(Shuffled(seed, epoch), Own, Whole, Varied(seed, epoch));

    /// <summary>All pictures once, in order, as they are evaluated; of all batches, the process's share.</summary>
    /// <exception cref="ImageFormatException">A picture cannot be decoded.</exception>
    public IEnumerable<Batch> Evaluate(bool flipped = false) => Read(
        [.. Enumerable.Range(0, set.Pictures.Count)],
        Own,
        Whole,
        (_, image) => transform.Evaluation(image.Width, image.Height) with { Flipped = flipped });

    /// <summary>Every so-manieth batch of all pictures in order, as they are evaluated: processes that take turns read them all.</summary>
    /// <param name="turn">Which of the processes this is, and of how many.</param>
    /// <exception cref="ImageFormatException">A picture cannot be decoded.</exception>
    public IEnumerable<Batch> InTurns(DataShare turn) => Read(
        [.. Enumerable.Range(0, set.Pictures.Count)],
        Enumerable.Range(0, BatchCount).Where(batch => batch % turn.Size == turn.Rank),
        Whole,
        (_, image) => transform.Evaluation(image.Width, image.Height));

    private IEnumerable<int> Own
    {
        get
        {
            (int start, int end) = own.Of(BatchCount);
            return Enumerable.Range(start, end - start);
        }
    }

    private int[] Shuffled(ulong seed, int epoch) => ShardOrder.Of(set.Pictures, new Philox(seed, OrderStream + (ulong)epoch));

    private Func<int, RgbImage, PictureView> Varied(ulong seed, int epoch) => (index, image) =>
    {
        var random = new Philox(seed, ((ulong)(epoch + 1) << 32) + (ulong)index);
        return transform.Draw(image.Width, image.Height, random);
    };

    private StepShare Whole(int[] pictures) => new(0, pictures.Length, Labels(pictures));

    private StepShare Shared(int[] pictures)
    {
        (int start, int end) = own.Of(pictures.Length);
        return new StepShare(start, end - start, Labels(pictures));
    }

    private int[] Labels(int[] pictures) => [.. pictures.Select(index => set.Pictures[index].ClassIndex)];

    private IEnumerable<Batch> Read(int[] order, IEnumerable<int> batches, Func<int[], StepShare> part, Func<int, RgbImage, PictureView> view)
    {
        var pending = new Queue<Task<Batch>>();
        using IEnumerator<int> next = batches.GetEnumerator();
        while (true)
        {
            while (pending.Count < Ahead && next.MoveNext())
            {
                int[] indices = order[(next.Current * batchSize)..Math.Min(order.Length, (next.Current + 1) * batchSize)];
                pending.Enqueue(Task.Run(() => Build(indices, part(indices), view)));
            }

            if (!pending.TryDequeue(out Task<Batch>? first)) yield break;
            Batch batch = first.GetAwaiter().GetResult();
            yield return batch;
            buffers.Add(batch.Pixels);
        }
    }

    // A process without a picture of its own fills in with one of the others', which does not count: all must go through the step.
    private Batch Build(int[] step, StepShare part, Func<int, RgbImage, PictureView> view)
    {
        int[] indices = part.Count > 0 ? step[part.First..(part.First + part.Count)] : [step[Math.Min(part.First, step.Length - 1)]];
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

        return new Batch(pixels, side, labels, indices, views) { Share = part };
    }
}
