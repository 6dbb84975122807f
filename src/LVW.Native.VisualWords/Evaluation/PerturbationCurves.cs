using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Distributed;
using LVW.Native.Engine.Ops.Resampling;
using LVW.Native.Engine.Randomness;
using LVW.Native.Imaging;
using LVW.Native.VisualWords.Data;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>
/// Deletion and insertion (Petsiuk, Das, Saenko, "RISE", BMVC 2018): the probability of the predicted class while pixels are replaced by the
/// mean colour, or put into a blurred picture, in the order of the evidence for that class.
/// </summary>
/// <param name="device">Where the model lives.</param>
/// <param name="model">Pictures [N, S, S, 3] to logits [N, C]; only run forward.</param>
/// <param name="options">How many pictures, points, frames.</param>
/// <param name="ranks">Processes with the same model that share the pictures; each gets the curves of all. One process if null.</param>
public sealed class PerturbationCurves(Device device, Func<Tensor, Tensor> model, PerturbationOptions options, ICollective? ranks = null)
{
    private const ulong MapStream = 1UL << 40;

    /// <summary>Measures the curves of evenly chosen pictures.</summary>
    /// <param name="set">The pictures that <paramref name="predictions"/> are about.</param>
    /// <param name="transform">How pictures become input.</param>
    /// <param name="cache">Decoded pictures.</param>
    /// <param name="predictions">Predicted classes and evidence maps.</param>
    /// <param name="alignCorners">How evidence maps are enlarged.</param>
    public PerturbationResult Measure(PictureSet set, PairedTransform transform, PictureCache cache, Predictions predictions, bool alignCorners = false)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(transform);
        ArgumentNullException.ThrowIfNull(cache);
        ArgumentNullException.ThrowIfNull(predictions);
        int side = transform.Options.Side;
        float[] pixels = new float[side * side * 3];
        return Measure(
            Chosen(predictions.Pictures),
            side,
            predictions.Predicted,
            n => PixelOrder.Descending(Enlarged(Cells(predictions, n), predictions, side, alignCorners)),
            n => PixelOrder.Descending(Enlarged(Shuffled(Cells(predictions, n), options.Seed, n), predictions, side, alignCorners)),
            n =>
            {
                RgbImage image = cache.Get(set.Pictures[n]);
                transform.Render(image, transform.Evaluation(image.Width, image.Height), pixels);
                return pixels;
            });
    }

    /// <summary>Measures the curves of given pictures.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="side">Side of the input in pixels.</param>
    /// <param name="classOf">The class whose probability is followed.</param>
    /// <param name="orderOf">Pixel positions in the order in which they are changed.</param>
    /// <param name="shuffledOf">The order in which they are changed by the same map with its cells shuffled: only asked if the options want it.</param>
    /// <param name="pixelsOf">The picture's input, [side, side, 3].</param>
    internal PerturbationResult Measure(
        IReadOnlyList<int> pictures, int side, Func<int, int> classOf, Func<int, int[]> orderOf, Func<int, int[]> shuffledOf, Func<int, float[]> pixelsOf)
    {
        double[][] sums = [.. Enumerable.Range(0, 4).Select(_ => new double[options.Steps])];
        var queue = new FrameQueue(device, model, side, options.BatchSize);
        float[] blurred = new float[side * side * 3];
        float[] nothing = new float[side * side * 3];
        foreach (int n in ranks is null ? pictures : pictures.Where((_, i) => i % ranks.Size == ranks.Rank))
        {
            float[] pixels = pixelsOf(n);
            PictureBlur.Apply(pixels, side, options.Blur * side, blurred);
            int[] order = orderOf(n);
            Follow(queue, pixels, nothing, order, classOf(n), sums[0]);
            Follow(queue, blurred, pixels, order, classOf(n), sums[1]);
            if (!options.ShuffledMaps) continue;
            order = shuffledOf(n);
            Follow(queue, pixels, nothing, order, classOf(n), sums[2]);
            Follow(queue, blurred, pixels, order, classOf(n), sums[3]);
        }

        queue.Flush();
        foreach (double[] sum in sums) ranks?.AllReduce(sum);
        PerturbationCurve Mean(double[] sum) => new(
            [.. Enumerable.Range(0, options.Steps).Select(step => step / (double)(options.Steps - 1))],
            [.. sum.Select(value => pictures.Count == 0 ? 0 : value / pictures.Count)]);
        return new PerturbationResult(
            pictures.Count, Mean(sums[0]), Mean(sums[1]), options.ShuffledMaps ? Mean(sums[2]) : null, options.ShuffledMaps ? Mean(sums[3]) : null);
    }

    /// <summary>A map's cells in an order that is drawn for the picture: patches of the same size and strength, elsewhere.</summary>
    internal static float[] Shuffled(ReadOnlySpan<float> cells, ulong seed, int picture)
    {
        float[] shuffled = [.. cells];
        new Philox(seed, MapStream + (ulong)picture).Shuffle(shuffled.AsSpan());
        return shuffled;
    }

    private static ReadOnlySpan<float> Cells(Predictions predictions, int picture) => predictions.EvidenceMaps.AsSpan(picture * predictions.Cells, predictions.Cells);

    private static float[] Enlarged(ReadOnlySpan<float> cells, Predictions predictions, int side, bool alignCorners)
        => MapResampling.Bilinear(cells, predictions.Height, predictions.Width, side, side, alignCorners);

    /// <summary>The pictures that the options choose of so many.</summary>
    internal IReadOnlyList<int> Chosen(int pictures)
    {
        int count = options.Pictures == 0 ? pictures : Math.Min(options.Pictures, pictures);
        return [.. Enumerable.Range(0, count).Select(i => (int)((long)i * pictures / count))];
    }

    // After step i of S the first round(i·n / (S − 1)) pixels of the order come from the second picture.
    private void Follow(FrameQueue queue, float[] from, float[] to, int[] order, int classIndex, double[] sums)
    {
        float[] frame = [.. from];
        int changed = 0;
        for (int step = 0; step < options.Steps; step++)
        {
            int target = (int)Math.Round((double)step * order.Length / (options.Steps - 1));
            for (; changed < target; changed++)
            {
                int at = 3 * order[changed];
                to.AsSpan(at, 3).CopyTo(frame.AsSpan(at));
            }

            queue.Add(frame, classIndex, sums, step);
        }
    }
}
