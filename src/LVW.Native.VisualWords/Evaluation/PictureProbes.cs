using LVW.Native.Engine.Ops.Resampling;
using LVW.Native.Engine.Randomness;
using LVW.Native.Imaging;
using LVW.Native.VisualWords.Data;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>Runs the words on changed test pictures.</summary>
/// <param name="words">The words, without the base model.</param>
/// <param name="test">The test pictures.</param>
/// <param name="transform">How pictures become input.</param>
/// <param name="cache">Decoded pictures.</param>
/// <param name="predictions">What the words say of the unchanged pictures.</param>
/// <param name="options">What is measured.</param>
internal sealed class PictureProbes(
    ModelReader words, PictureSet test, PairedTransform transform, PictureCache cache, Predictions predictions, EvaluationOptions options)
{
    private readonly int side = transform.Options.Side;
    private readonly IReadOnlyList<int> chosen = (options.Probe ?? new ProbeOptions()).Choose(predictions.Pictures);
    private readonly float[] last = words.Words.Head.Last.ToArray();

    public RoadMetrics Removal() => new RemovalCurves(words.Device, words.Words.Forward, options.BatchSize, options.Seed).Measure(
        chosen,
        side,
        predictions.Predicted,
        n => Enlarged(predictions.EvidenceMaps.AsSpan(n * predictions.Cells, predictions.Cells)),
        Pixels,
        n => Enlarged(PerturbationCurves.Shuffled(predictions.EvidenceMaps.AsSpan(n * predictions.Cells, predictions.Cells), options.Seed, n)));

    public MisalignmentMetrics Misalignment() => new SpatialMisalignment(Read, side, options.ShownWords).Measure(chosen, Pixels, last);

    public StabilityMetrics Stability() => new ExplanationStability(Read, options.ShownWords, options.Seed).Measure(chosen, View, last);

    /// <summary>Share of pairs of chosen picture and shown word that hit the same parts under faint noise; null without any.</summary>
    public double? PartStability(PartConsistency consistency, Func<int, IReadOnlyDictionary<string, (double X, double Y)>> pointsOf)
    {
        var stability = new ExplanationStability(Read, options.ShownWords, options.Seed);
        (int same, int all) = (0, 0);
        foreach (int n in chosen)
        {
            IReadOnlyDictionary<string, (double X, double Y)> points = pointsOf(n);
            if (points.Count == 0) continue;
            RgbImage view = View(n);
            BatchReading reading = Read([view, stability.Noisy(view, n)]);
            ReadOnlySpan<float> weights = last.AsSpan(Ranking.Largest(reading.Logits.AsSpan(0, reading.Classes)) * reading.Words, reading.Words);
            int[] ranked = Contributions.Ranked(reading.Similarities.AsSpan(0, reading.Words), weights);
            foreach (int word in ranked.AsSpan(0, Math.Min(options.ShownWords, reading.Words)))
            {
                if (consistency.SameParts(points, reading.Cells[word], reading.Cells[reading.Words + word], reading.Height, reading.Width)) same++;
                all++;
            }
        }

        return all == 0 ? null : same / (double)all;
    }

    /// <summary>How the chosen pictures' scores separate from those of the same pictures in pieces: energy, largest similarity.</summary>
    public (double? Energy, double? Similarity) Pieces(float[] energies, float[] similarities)
    {
        var ofPieces = new List<(float Energy, float Similarity)>();
        foreach (int[] some in chosen.Chunk(options.BatchSize))
        {
            BatchReading reading = Read([.. some.Select(n => Abstention.InPieces(View(n), new Philox(options.Seed, (ulong)n)))]);
            for (int i = 0; i < some.Length; i++)
            {
                ofPieces.Add((
                    (float)Abstention.Energy(reading.Logits.AsSpan(i * reading.Classes, reading.Classes)),
                    reading.Similarities.AsSpan(i * reading.Words, reading.Words).ToArray().Max()));
            }
        }

        return (
            RankCorrelation.Separation([.. chosen.Select(n => energies[n])], [.. ofPieces.Select(score => score.Energy)]),
            RankCorrelation.Separation([.. chosen.Select(n => similarities[n])], [.. ofPieces.Select(score => score.Similarity)]));
    }

    private float[] Enlarged(ReadOnlySpan<float> cells)
        => MapResampling.Bilinear(cells, predictions.Height, predictions.Width, side, side, options.AlignCorners);

    private RgbImage View(int n)
    {
        RgbImage image = cache.Get(test.Pictures[n]);
        return transform.Render(image, transform.Evaluation(image.Width, image.Height));
    }

    private float[] Pixels(int n)
    {
        float[] pixels = new float[side * side * 3];
        Normalize(View(n), pixels);
        return pixels;
    }

    private BatchReading Read(float[] pixels, int count) => words.Read(pixels, side, new int[count], [.. Enumerable.Range(0, count)]);

    private BatchReading Read(IReadOnlyList<RgbImage> views)
    {
        int length = side * side * 3;
        float[] pixels = new float[views.Count * length];
        for (int i = 0; i < views.Count; i++) Normalize(views[i], pixels.AsSpan(i * length, length));
        return Read(pixels, views.Count);
    }

    private void Normalize(RgbImage view, Span<float> pixels)
    {
        for (int i = 0; i < pixels.Length; i++) pixels[i] = transform.Normalization.Of(view.Pixels[i], i % 3);
    }
}
