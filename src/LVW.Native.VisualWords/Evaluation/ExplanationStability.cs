using LVW.Native.Engine.Randomness;
using LVW.Native.Imaging;
using LVW.Native.Imaging.Jpeg;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>Measures <see cref="StabilityMetrics"/>.</summary>
/// <param name="read">Views to what the words find in them.</param>
/// <param name="shownWords">Words that an explanation shows.</param>
/// <param name="seed">The seed of the noise.</param>
public sealed class ExplanationStability(Func<IReadOnlyList<RgbImage>, BatchReading> read, int shownWords, ulong seed)
{
    private const float Noise = 0.02f * 255;
    private const int Quality = 50;
    private const int Kinds = 3;

    /// <summary>Measures given pictures.</summary>
    /// <param name="pictures">The pictures; each one's other picture is half the list further on.</param>
    /// <param name="viewOf">The view of a picture.</param>
    /// <param name="lastLayer">W, [C, P].</param>
    public StabilityMetrics Measure(IReadOnlyList<int> pictures, Func<int, RgbImage> viewOf, float[] lastLayer)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(viewOf);
        ArgumentNullException.ThrowIfNull(lastLayer);
        double[,] sums = new double[Kinds, 4];
        for (int i = 0; i < pictures.Count; i++)
        {
            RgbImage view = viewOf(pictures[i]);
            RgbImage other = viewOf(pictures[(i + ((pictures.Count + 1) / 2)) % pictures.Count]);
            BatchReading reading = read([view, Noisy(view, pictures[i]), Recompressed(view), other]);
            for (int kind = 0; kind < Kinds; kind++)
            {
                StabilityScore score = Compare(reading, kind + 1, lastLayer);
                sums[kind, 0] += score.SameClass;
                sums[kind, 1] += score.SharedWords;
                sums[kind, 2] += score.MapCorrelation;
                sums[kind, 3] += score.SimilarityChange;
            }
        }

        double share = pictures.Count == 0 ? 0 : 1.0 / pictures.Count;
        StabilityScore Mean(int kind) => new(sums[kind, 0] * share, sums[kind, 1] * share, sums[kind, 2] * share, sums[kind, 3] * share);
        return new StabilityMetrics(Mean(0), Mean(1), pictures.Count > 1 ? Mean(2) : null, pictures.Count);
    }

    /// <summary>A picture of a batch against the first one.</summary>
    internal StabilityScore Compare(BatchReading reading, int other, float[] lastLayer)
    {
        (int[] before, float[] map, int decided) = Explain(reading, 0, lastLayer);
        (int[] after, float[] otherMap, int otherDecided) = Explain(reading, other, lastLayer);
        int common = before.Intersect(after).Count();
        double change = before.Average(word =>
        {
            double own = reading.Similarities[word];
            return Math.Abs(reading.Similarities[(other * reading.Words) + word] - own) / own;
        });
        return new StabilityScore(
            decided == otherDecided ? 1 : 0, common / (double)(before.Length + after.Length - common), RankCorrelation.Spearman(map, otherMap), change);
    }

    private (int[] Shown, float[] Evidence, int Decided) Explain(BatchReading reading, int n, float[] lastLayer)
    {
        (int words, int cells) = (reading.Words, reading.Height * reading.Width);
        int decided = Ranking.Largest(reading.Logits.AsSpan(n * reading.Classes, reading.Classes));
        ReadOnlySpan<float> weights = lastLayer.AsSpan(decided * words, words);
        int[] ranked = Contributions.Ranked(reading.Similarities.AsSpan(n * words, words), weights);
        float[] evidence = new float[cells];
        Predictions.FillEvidence(reading.SimilarityMaps.AsSpan(n * cells * words, cells * words), weights, evidence);
        return (ranked[..Math.Min(shownWords, words)], evidence, decided);
    }

    private static RgbImage Recompressed(RgbImage view)
    {
        using var stream = new MemoryStream(JpegEncoder.Encode(view, Quality));
        return ImageFile.Load(stream);
    }

    /// <summary>The view under faint noise.</summary>
    internal RgbImage Noisy(RgbImage view, int picture)
    {
        var random = new Philox(seed, (ulong)picture);
        float[] noise = new float[view.Pixels.Length];
        random.FillNormal(noise, 0, Noise);
        byte[] pixels = new byte[noise.Length];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = (byte)Math.Clamp(MathF.Round(view.Pixels[i] + noise[i]), 0, 255);
        return new RgbImage(view.Width, view.Height, pixels);
    }
}
