using LVW.Native.Engine.Ops.Resampling;
using LVW.Native.Imaging;
using LVW.Native.VisualWords.Attention;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Evaluation;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Explanation;

/// <summary>Explains decisions on single pictures by the words that make them.</summary>
/// <param name="reader">The words and, to compare with, the base model.</param>
/// <param name="transform">How pictures become input.</param>
/// <param name="classes">Class names.</param>
/// <param name="sources">The words' own patches; empty where they were never projected.</param>
/// <param name="options">How much is shown.</param>
/// <param name="calibration">What single pictures are held against; null leaves out what needs it.</param>
public sealed class LocalExplainer(
    ModelReader reader,
    PairedTransform transform,
    IReadOnlyList<string> classes,
    IReadOnlyList<WordSource> sources,
    ExplainerOptions options,
    ExplanationCalibration? calibration = null)
{
    private readonly Dictionary<int, WordSource> sourceOf = sources.ToDictionary(source => source.Word);
    private readonly AttentionIoU overlap = new(transform.Options.Side, options.AlignCorners, 0.5, 0.25);

    /// <summary>Explains the decision on a picture.</summary>
    /// <param name="image">The original picture.</param>
    /// <param name="name">Its name.</param>
    /// <param name="trueClass">Its class, or null where it is unknown.</param>
    public LocalExplanation Explain(RgbImage image, string name, int? trueClass = null)
    {
        WordHead head = reader.Words.Head;
        return Explain(Read(image), image, name, trueClass, head.Last.ToArray(), SimilarityRanges.Attainable(head));
    }

    /// <summary>What both models find in a picture; all that needs the device.</summary>
    /// <param name="image">The original picture.</param>
    public BatchReading Read(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        int side = transform.Options.Side;
        float[] pixels = new float[side * side * 3];
        transform.Render(image, transform.Evaluation(image.Width, image.Height), pixels);
        return reader.Read(pixels, side, [0], [0]);
    }

    /// <summary>Explains the decision on a picture that was read before, perhaps by some of the words alone or with another last layer.</summary>
    /// <param name="reading">What was found in it: <see cref="Read"/>, or <see cref="BatchReading.OfWords"/> of that.</param>
    /// <param name="image">The original picture.</param>
    /// <param name="name">Its name.</param>
    /// <param name="trueClass">Its class, or null where it is unknown.</param>
    /// <param name="last">W that the reading's logits were made with, [C, P].</param>
    /// <param name="attainable">What any picture could give the reading's words.</param>
    public LocalExplanation Explain(BatchReading reading, RgbImage image, string name, int? trueClass, float[] last, SimilarityRanges attainable)
    {
        ArgumentNullException.ThrowIfNull(reading);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(last);
        int side = transform.Options.Side;
        PictureView view = transform.Evaluation(image.Width, image.Height);
        double[] probabilities = Ranking.Softmax(reading.Logits);
        int predicted = Ranking.Largest(reading.Logits);
        float[] weights = last[(predicted * reading.Words)..((predicted + 1) * reading.Words)];

        ExplainedWord Describe(int word) => this.Describe(reading, weights, word, view, image);
        double Contribution(int word) => (double)weights[word] * reading.Similarities[word];
        int[] ranked = [.. Enumerable.Range(0, reading.Words).OrderByDescending(Contribution).ThenBy(word => word)];
        int listed = Math.Min(options.Words, ranked.Length);
        ExplainedWord[] words = [.. ranked.Take(listed).Select(Describe)];
        ExplainedWord[] nearest = [.. Ranking.Smallest(reading.Scores, options.NearestWords).Select(Describe)];
        double others = ranked.Skip(listed).Sum(Contribution);
        var evidence = new FloatMap(reading.Width, reading.Height);
        Predictions.FillEvidence(reading.SimilarityMaps, weights, evidence.Values);

        AttentionMaps? attention = reading.Attention;
        double[]? overlaps = attention is null ? null : Overlap(attention, nearest, reading);
        int cells = Math.Min(reading.Height * reading.Width, attention is null ? int.MaxValue : attention.Height * attention.Width);
        var explanation = new LocalExplanation
        {
            Name = name,
            Width = image.Width,
            Height = image.Height,
            Side = side,
            Seen = view.ToPicture(new PixelBox(0, 0, side, side), side, image.Width, image.Height),
            TrueClass = trueClass is { } index ? classes[index] : null,
            Predicted = Probability(probabilities, predicted),
            Base = reading.BaseLogits.Length == 0 ? null : Probability(Ranking.Softmax(reading.BaseLogits), Ranking.Largest(reading.BaseLogits)),
            TopClasses = [.. Enumerable.Range(0, classes.Count).OrderByDescending(c => probabilities[c]).ThenBy(c => c).Take(options.TopClasses).Select(c => Probability(probabilities, c))],
            Logit = words.Sum(word => word.Contribution) + others,
            Words = words,
            OtherWords = ranked.Length - listed,
            OtherContribution = others,
            Nearest = nearest,
            AttentionIoU50 = overlaps?[0],
            AttentionIoU25 = overlaps?[1],
            ChanceIoU50 = overlaps is null ? null : ChanceOverlap.Expected(cells, 0.5),
            ChanceIoU25 = overlaps is null ? null : ChanceOverlap.Expected(cells, 0.25),
            BaseAttention = attention is null ? null : new FloatMap(attention.Width, attention.Height, attention[0].ToArray()),
            Evidence = evidence,
            View = transform.Render(image, view),
        };
        explanation = explanation with { Fidelity = Fidelity(explanation, reading, last, attainable, ranked) };
        return explanation with { Warnings = [.. ExplanationWarnings.Of(explanation)] };
    }

    private LocalFidelity Fidelity(LocalExplanation explanation, BatchReading reading, float[] last, SimilarityRanges attainable, int[] ranked)
    {
        int decided = explanation.Predicted.Index;
        ReadOnlySpan<int> listed = ranked.AsSpan(0, explanation.Words.Count);
        var always = new Sufficiency(last, reading.Words, attainable);
        Sufficiency? seen = calibration?.Similarities is { } ranges ? new Sufficiency(last, reading.Words, ranges) : null;
        return new LocalFidelity
        {
            SameClassAsBase = explanation.Base is { } model ? model.Index == decided : null,
            LooksWhereBaseLooks = explanation.AttentionIoU50 is { } iou ? iou >= explanation.ChanceIoU50 : null,
            ListedWordsSettle = seen is null ? null : seen.Margin(reading.Similarities, decided, listed) > 0,
            ListedWordsAlwaysSettle = always.Margin(reading.Similarities, decided, listed) > 0,
            ListedWordsKeep = calibration is { References.Length: > 0 } known ? new DecisionPrecision(last, reading.Words, known.References).Of(reading.Similarities, decided, listed) : null,
            WordsToSettle = (seen ?? always).Needed(reading.Similarities, decided, ranked),
            Energy = Abstention.Energy(reading.Logits),
            LeastEnergy = calibration?.LeastEnergy,
            Coverage = calibration?.Coverage,
        };
    }

    private ClassProbability Probability(double[] probabilities, int index) => new(index, classes[index], probabilities[index]);

    private ExplainedWord Describe(BatchReading reading, float[] weights, int word, PictureView view, RgbImage image)
    {
        var map = new FloatMap(reading.Width, reading.Height);
        reading.CopyMap(0, word, map.Values);
        int side = transform.Options.Side;
        PixelBox box = MapBox.Around(map, side);
        WordSource? source = sourceOf.GetValueOrDefault(word);
        return new ExplainedWord
        {
            Word = source?.Number ?? word,
            Distance = reading.Scores[word],
            Similarity = reading.Similarities[word],
            Weight = weights[word],
            Row = reading.Cells[word] / reading.Width,
            Column = reading.Cells[word] % reading.Width,
            BoxInView = box,
            BoxInPicture = view.ToPicture(box, side, image.Width, image.Height),
            Source = source,
            SourceClass = source is null ? null : classes[source.ClassIndex],
            Map = map,
            HeatMap = new FloatMap(side, side, MapResampling.Bilinear(map.Values, map.Height, map.Width, side, side, options.AlignCorners)),
        };
    }

    private double[]? Overlap(AttentionMaps attention, ExplainedWord[] nearest, BatchReading reading)
    {
        float[] maps = [.. nearest.SelectMany(word => word.Map.Values)];
        return overlap.Measure(attention[0], attention.Height, attention.Width, maps, nearest.Length, reading.Height, reading.Width);
    }
}
