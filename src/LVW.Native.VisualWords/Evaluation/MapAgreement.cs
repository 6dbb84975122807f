using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Attention;
using LVW.Native.VisualWords.Losses;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>
/// Compares whole maps, not their tops: rank correlation and structural similarity of the words' maps with the base model's attention (the two measures
/// of Adebayo et al. 2018), both enlarged to 56 × 56 points and scaled to [0, 1].
/// </summary>
public sealed class MapAgreement
{
    /// <summary>Points of a side: four times the finest feature grid of 14 cells, so nothing of a map is lost.</summary>
    public const int Side = 56;

    private readonly bool alignCorners;
    private readonly ulong seed;
    private readonly float[] centre;

    /// <summary>Prepares the centre prior, a Gaussian whose deviation is a quarter of the side.</summary>
    /// <param name="alignCorners">The resampling rule; false: half-pixel centres.</param>
    /// <param name="seed">The seed of the random orders.</param>
    public MapAgreement(bool alignCorners, ulong seed)
    {
        (this.alignCorners, this.seed) = (alignCorners, seed);
        centre = CentreBlob(Side);
    }

    /// <summary>A Gaussian at the middle of a square whose deviation is a quarter of the side, in [0, 1].</summary>
    internal static float[] CentreBlob(int side)
    {
        float[] blob = new float[side * side];
        double deviation = side / 4.0;
        for (int i = 0; i < blob.Length; i++)
        {
            double x = (i % side) - ((side - 1) / 2.0);
            double y = (i / side) - ((side - 1) / 2.0);
            blob[i] = (float)Math.Exp(-0.5 * ((x * x) + (y * y)) / (deviation * deviation));
        }

        AttentionMaps.Normalize(blob, blob.Length);
        return blob;
    }

    /// <summary>Both scores, averaged over all pictures; null where the attention is nowhere positive in any.</summary>
    /// <exception cref="ArgumentException">The predictions hold no base model's attention.</exception>
    public (MapScore RankCorrelation, MapScore StructuralSimilarity)? Measure(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        AttentionMaps attention = predictions.Attention
            ?? throw new ArgumentException("MapAgreement: the predictions hold no attention. Read them with the base model.", nameof(predictions));
        int[] counted = [.. Enumerable.Range(0, predictions.Pictures).Where(n => attention[n].ContainsAnyExcept(0f))];
        if (counted.Length == 0) return null;
        double[] ranks = new double[5];
        double[] structures = new double[5];
        int size = predictions.Nearest * predictions.Cells;
        for (int i = 0; i < counted.Length; i++)
        {
            int n = counted[i];
            float[] own = Enlarged(attention[n], 1, attention.Height, attention.Width);
            float[] words = Enlarged(predictions.NearestMaps.AsSpan(n * size, size), predictions.Nearest, predictions.Height, predictions.Width);
            float[] evidence = Enlarged(predictions.EvidenceMaps.AsSpan(n * predictions.Cells, predictions.Cells), 1, predictions.Height, predictions.Width);
            float[] other = Enlarged(attention[counted[(i + ((counted.Length + 1) / 2)) % counted.Length]], 1, attention.Height, attention.Width);
            float[] cells = attention[n].ToArray();
            new Philox(seed, (ulong)n).Shuffle(cells.AsSpan());
            float[] random = Enlarged(cells, 1, attention.Height, attention.Width);
            (float[] Map, float[] Target)[] pairs = [(words, own), (evidence, own), (centre, own), (words, other), (words, random)];
            for (int k = 0; k < pairs.Length; k++)
            {
                ranks[k] += RankCorrelation.Spearman(pairs[k].Map, pairs[k].Target);
                structures[k] += StructuralSimilarity.Measure(pairs[k].Map, pairs[k].Target, Side);
            }
        }

        MapScore Mean(double[] sums) => new(
            sums[0] / counted.Length, sums[1] / counted.Length, sums[2] / counted.Length, counted.Length > 1 ? sums[3] / counted.Length : null, sums[4] / counted.Length, counted.Length);
        return (Mean(ranks), Mean(structures));
    }

    private float[] Enlarged(ReadOnlySpan<float> maps, int count, int height, int width)
    {
        float[] points = new float[Side * Side];
        MapMaximum.Enlarge(maps, count, new BilinearAxis(height, Side, alignCorners), new BilinearAxis(width, Side, alignCorners), points);
        AttentionMaps.Normalize(points, points.Length);
        return points;
    }
}
