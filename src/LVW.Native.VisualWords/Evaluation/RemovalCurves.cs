using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Randomness;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>Measures <see cref="RoadMetrics"/>.</summary>
/// <param name="device">Where the model lives.</param>
/// <param name="model">Pictures [N, S, S, 3] to logits [N, C]; only run forward.</param>
/// <param name="batchSize">Frames that go through the network together.</param>
/// <param name="seed">The seed of noise and random orders.</param>
public sealed class RemovalCurves(Device device, Func<Tensor, Tensor> model, int batchSize, ulong seed)
{
    // ROAD's deviation of 0.01 is of values in [0, 1]; inputs are normalised by about a quarter of that range.
    private const float Noise = 0.04f;

    /// <summary>The shares of pixels that are removed.</summary>
    public static IReadOnlyList<double> Shares { get; } = [0.1, 0.3, 0.5, 0.7, 0.9];

    /// <summary>Measures given pictures.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="side">Side of the input in pixels.</param>
    /// <param name="classOf">The class whose probability is followed.</param>
    /// <param name="mapOf">Evidence at each pixel.</param>
    /// <param name="pixelsOf">The picture's input, [side, side, 3].</param>
    /// <param name="otherMapOf">A map that is as smooth and says nothing, as a yardstick; null leaves it out.</param>
    public RoadMetrics Measure(
        IReadOnlyList<int> pictures, int side, Func<int, int> classOf, Func<int, float[]> mapOf, Func<int, float[]> pixelsOf, Func<int, float[]>? otherMapOf = null)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(classOf);
        ArgumentNullException.ThrowIfNull(mapOf);
        ArgumentNullException.ThrowIfNull(pixelsOf);
        double[] sums = new double[4];
        var queue = new FrameQueue(device, model, side, batchSize);
        var imputation = new NoisyLinearImputation(side);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, device.HostThreads) };
        foreach (int n in pictures)
        {
            float[] pixels = pixelsOf(n);
            int[] falling = PixelOrder.Descending(mapOf(n));
            int[][] orders =
            [
                falling, [.. falling.Reverse()], PixelOrder.Random(falling.Length, seed, (ulong)n), .. otherMapOf is null ? [] : new[] { PixelOrder.Descending(otherMapOf(n)) },
            ];
            float[][] frames = new float[orders.Length * Shares.Count][];
            Parallel.For(0, frames.Length, parallel, i =>
            {
                bool[] removed = new bool[falling.Length];
                foreach (int place in orders[i / Shares.Count].AsSpan(0, TopMask.Count(falling.Length, Shares[i % Shares.Count]))) removed[place] = true;
                frames[i] = [.. pixels];
                imputation.Fill(frames[i], removed, Noise, new Philox(seed, ((ulong)n << 8) + (ulong)i));
            });
            for (int i = 0; i < frames.Length; i++) queue.Add(frames[i], classOf(n), sums, i / Shares.Count);
        }

        queue.Flush();
        double share = pictures.Count == 0 ? 0 : 1.0 / (pictures.Count * Shares.Count);
        return new RoadMetrics(sums[0] * share, sums[1] * share, sums[2] * share, otherMapOf is null ? null : sums[3] * share, pictures.Count);
    }
}
