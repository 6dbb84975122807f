using System.Diagnostics;
using LVW.Native.VisualWords.Data;

namespace LVW.Native.VisualWords.Planning;

/// <summary>Measures what reading and varying pictures takes, with the loader that training uses.</summary>
public static class InputProbe
{
    private const int Sample = 64;

    // Small batches keep all threads of the loader busy to the end of the sample.
    private const int BatchSize = 2;

    /// <summary>Measures on pictures spread over a set, each twice: as it comes from its file, and from the cache.</summary>
    /// <param name="set">The training pictures.</param>
    /// <param name="transform">How they are varied.</param>
    /// <param name="cacheBytes">Bytes of decoded pictures that are kept.</param>
    /// <param name="cores">Cores of this machine.</param>
    /// <returns>The cost, and the bytes of all pictures when decoded.</returns>
    public static (InputCost Cost, long DecodedBytes) Measure(PictureSet set, PairedTransform transform, long cacheBytes, int cores)
    {
        ArgumentNullException.ThrowIfNull(set);
        int count = Math.Min(Sample, set.Pictures.Count);
        PictureSet sample = set.With([.. Enumerable.Range(0, count).Select(i => set.Pictures[(int)((long)i * set.Pictures.Count / count)])]);
        Seconds(new BatchLoader(sample.With([.. sample.Pictures.Take(BatchSize)]), transform, new PictureCache(0), BatchSize), epoch: 0);
        var cache = new PictureCache(long.MaxValue);
        var loader = new BatchLoader(sample, transform, cache, BatchSize);
        int threads = Math.Min(BatchLoader.Ahead, cores);
        double first = Seconds(loader, epoch: 0) * threads / count;
        double cached = Medians.Of([.. Enumerable.Range(1, 3).Select(epoch => Seconds(loader, epoch))]) * threads / count;
        double mean = sample.Pictures.Average(picture => cache.Get(picture).Pixels.LongLength);
        double decoded = mean * set.Pictures.Count;
        return (new InputCost(first, Math.Min(first, cached), Math.Min(1, cacheBytes / Math.Max(1, decoded)), threads), (long)decoded);
    }

    private static double Seconds(BatchLoader loader, int epoch)
    {
        long start = Stopwatch.GetTimestamp();
        foreach (Batch _ in loader.Train(1, epoch))
        {
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
