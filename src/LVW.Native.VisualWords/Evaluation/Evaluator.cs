using LVW.Native.Imaging;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>Measures a model of words: one pass over the test pictures, one over the training pictures, perturbation curves and probes on changed pictures.</summary>
/// <param name="reader">The words and, for everything that compares, the base model.</param>
/// <param name="transform">How pictures become input.</param>
/// <param name="cache">Decoded pictures.</param>
/// <param name="options">What is measured.</param>
/// <param name="clock">Times the stages.</param>
public sealed class Evaluator(ModelReader reader, PairedTransform transform, PictureCache cache, EvaluationOptions options, TimeProvider clock)
{
    /// <summary>Measures.</summary>
    /// <param name="train">The pictures that the words were projected on.</param>
    /// <param name="test">The test pictures; read here and nowhere else.</param>
    /// <param name="sources">The words' own patches; empty where they were never projected.</param>
    /// <param name="partsOf">Where parts are known, those of a picture by its key, in pixels of the picture; a box without area is a point. None where they are not known.</param>
    /// <param name="stage">Told the name of each stage as it begins.</param>
    /// <param name="regionOf">Where in a picture, by its key, width and height, its subject is; where it is not given, the union of the picture's parts.</param>
    public EvaluationResult Evaluate(
        PictureSet train,
        PictureSet test,
        IReadOnlyList<WordSource> sources,
        Func<string, IReadOnlyList<(string Part, PixelBox Box)>>? partsOf = null,
        Action<string>? stage = null,
        Func<string, int, int, PictureRegion?>? regionOf = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(sources);
        var timings = new Dictionary<string, double>();
        WordHead head = reader.Words.Head;
        float[] last = head.Last.ToArray();

        ModelReader wordsAlone = reader.WithoutBase();
        (Predictions predictions, WordNeighbourhood nearTest) = Timed("testPass", () =>
        {
            var near = new WordNeighbourhood(test, head.Options.Words, options.Neighbours, sources);
            BatchLoader loader = new(test, transform, cache, options.BatchSize);
            return (Predictions.Gather(reader.Read(loader), test.Pictures.Count, options.NearestWords, last, near.Observe), near);
        });
        float[] similarities = predictions.Similarities(head.Options.Epsilon);
        var ranges = SimilarityRanges.None(head.Options.Words);
        Dictionary<int, int> kept = ExplanationCalibration.Chosen(train.Pictures.Count, head.Options.Words).Select((n, place) => (n, place)).ToDictionary(pair => pair.n, pair => pair.place);
        float[] references = new float[kept.Count * head.Options.Words];
        WordNeighbourhood nearTrain = Timed("trainPass", () =>
        {
            var near = new WordNeighbourhood(train, head.Options.Words, options.Neighbours, sources);
            foreach (BatchReading reading in wordsAlone.Read(new BatchLoader(train, transform, cache, options.BatchSize)))
            {
                near.Observe(reading);
                ranges.Observe(reading);
                Keep(reading, kept, references);
            }

            return near;
        });
        IReadOnlyList<AttentionIoUScore> overlaps = predictions.Attention is null
            ? []
            : Timed("attentionOverlap", () => new AttentionIoU(transform.Options.Side, options.AlignCorners, 0.5, 0.25, 0.1).Measure(predictions));
        (MapScore RankCorrelation, MapScore StructuralSimilarity)? maps = predictions.Attention is null
            ? null
            : Timed("mapAgreement", () => new MapAgreement(options.AlignCorners, options.Seed).Measure(predictions));
        (RegionScore Pointing, RegionScore Energy)? regions = partsOf is null && regionOf is null
            ? null
            : Timed("pointing", () => new RegionFinding(transform.Options.Side, options.AlignCorners).Measure(predictions, n => Region(test.Pictures[n], regionOf, partsOf)));
        SimilarityRanges? seen = train.Pictures.Count == 0 ? null : ranges;
        SufficiencyMetrics sufficiency = Timed("sufficiency", () => SufficiencyMetrics.Measure(
            predictions, last, similarities, options.ShownWords, SimilarityRanges.Attainable(head), seen, references, options.Seed));
        PerturbationResult? perturbation = options.Perturbation is null
            ? null
            : Timed("perturbation", () => new PerturbationCurves(reader.Device, reader.Words.Forward, options.Perturbation, reader.Ranks)
                .Measure(test, transform, cache, predictions, options.AlignCorners));
        PictureProbes? probes = options.Probe is null ? null : new PictureProbes(wordsAlone, test, transform, cache, predictions, options);
        RoadMetrics? road = probes is null ? null : Timed("removal", probes.Removal);
        MisalignmentMetrics? misalignment = probes is null ? null : Timed("misalignment", probes.Misalignment);
        StabilityMetrics? stability = probes is null ? null : Timed("stability", probes.Stability);
        PartConsistencyMetrics? consistency = partsOf is null ? null : Timed("partConsistency", () => Consistency(test, predictions, similarities, last, partsOf, probes));
        (AbstentionMetrics abstention, double leastEnergy) = Timed("abstention", () => Abstain(predictions, similarities, probes));
        IReadOnlyList<WordStatistic> words = WordStatistics.Compute(
            head, sources, nearTrain, nearTest, predictions, options.DuplicateDistance ?? head.Options.Epsilon);
        IReadOnlyList<PartFinding> parts = partsOf is null ? [] : Parts(train, words, partsOf);
        return new EvaluationResult
        {
            Predictions = predictions,
            Confusion = ConfusionMatrix.Of(predictions.Logits, predictions.Labels, predictions.Classes),
            AttentionIoU = overlaps,
            Perturbation = perturbation,
            Words = words,
            Parts = parts,
            Calibration = new ExplanationCalibration { Similarities = seen, References = references, LeastEnergy = leastEnergy, Coverage = options.Coverage },
            Metrics = new Metrics
            {
                Data = new DataMetrics { Classes = predictions.Classes, TrainPictures = train.Pictures.Count, TestPictures = test.Pictures.Count },
                Base = MetricsOf.Base(predictions),
                Words = MetricsOf.Words(predictions, words, sources, last, similarities) with { Misalignment = misalignment, Stability = stability, PartConsistency = consistency },
                Fidelity = MetricsOf.Fidelity(predictions, overlaps, perturbation) with
                {
                    RankCorrelation = maps?.RankCorrelation,
                    StructuralSimilarity = maps?.StructuralSimilarity,
                    Pointing = regions?.Pointing,
                    Energy = regions?.Energy,
                    Sufficiency = sufficiency,
                    Road = road,
                },
                Abstention = abstention,
                Parts = parts.Count == 0 ? null : MetricsOf.Parts(parts),
                Timings = timings,
                Device = reader.Device.Name,
            },
        };

        T Timed<T>(string name, Func<T> work)
        {
            stage?.Invoke(name);
            long start = clock.GetTimestamp();
            T result = work();
            timings[name + "Seconds"] = clock.GetElapsedTime(start).TotalSeconds;
            return result;
        }
    }

    private PartConsistencyMetrics? Consistency(
        PictureSet test,
        Predictions predictions,
        float[] similarities,
        float[] last,
        Func<string, IReadOnlyList<(string Part, PixelBox Box)>> partsOf,
        PictureProbes? probes)
    {
        var consistency = new PartConsistency(transform.Options.Side, options.ShownWords, options.Seed);
        IReadOnlyDictionary<string, (double X, double Y)> PointsOf(int n)
        {
            RgbImage image = cache.Get(test.Pictures[n]);
            return consistency.Points(partsOf(test.Pictures[n].Key), transform.Evaluation(image.Width, image.Height), image.Width, image.Height);
        }

        PartConsistencyMetrics? metrics = consistency.Measure(predictions, similarities, last, PointsOf);
        return metrics is null || probes is null ? metrics : metrics with { Stable = probes.PartStability(consistency, PointsOf) };
    }

    private static void Keep(BatchReading reading, Dictionary<int, int> kept, float[] references)
    {
        for (int n = 0; n < reading.Count; n++)
        {
            if (!kept.TryGetValue(reading.Indices[n], out int place)) continue;
            reading.Similarities.AsSpan(n * reading.Words, reading.Words).CopyTo(references.AsSpan(place * reading.Words));
        }
    }

    private ViewRegion? Region(Picture picture, Func<string, int, int, PictureRegion?>? regionOf, Func<string, IReadOnlyList<(string Part, PixelBox Box)>>? partsOf)
    {
        RgbImage image = cache.Get(picture);
        PictureRegion? region = regionOf is not null
            ? regionOf(picture.Key, image.Width, image.Height)
            : PictureRegion.OfBoxes(image.Width, image.Height, partsOf!(picture.Key).Select(part => part.Box));
        return region?.InView(transform.Evaluation(image.Width, image.Height), transform.Options.Side);
    }

    private (AbstentionMetrics Metrics, double LeastEnergy) Abstain(Predictions predictions, float[] similarities, PictureProbes? probes)
    {
        int pictures = predictions.Pictures;
        float[] energies = [.. Enumerable.Range(0, pictures).Select(n => (float)Abstention.Energy(predictions.Logits.AsSpan(n * predictions.Classes, predictions.Classes)))];
        float[] largest = [.. Enumerable.Range(0, pictures).Select(n => similarities.AsSpan(n * predictions.Words, predictions.Words).ToArray().Max())];
        float[] probabilities = [.. Enumerable.Range(0, pictures).Select(n => (float)Ranking.Softmax(predictions.Logits.AsSpan(n * predictions.Classes, predictions.Classes)).Max())];
        bool[] right = [.. Enumerable.Range(0, pictures).Select(n => predictions.Predicted(n) == predictions.Labels[n])];
        (double? Energy, double? Similarity)? pieces = probes?.Pieces(energies, largest);
        return (
            Abstention.Measure(energies, largest, probabilities, right, options.Coverage) with
            {
                EnergySeparatesPieces = pieces?.Energy, SimilaritySeparatesPieces = pieces?.Similarity,
            },
            Abstention.Threshold(energies, options.Coverage));
    }

    private IReadOnlyList<PartFinding> Parts(
        PictureSet train, IReadOnlyList<WordStatistic> words, Func<string, IReadOnlyList<(string Part, PixelBox Box)>> partsOf)
    {
        ReceptiveField field = reader.Words.Backbone.ReceptiveField(transform.Options.Side);
        IReadOnlyList<PartFinding> findings = PartFindings.Find([.. words.Select(word => word.NearestTrain)], partsOf, field, neighbour =>
        {
            RgbImage image = cache.Get(train.Pictures[neighbour.Picture]);
            return (transform.Evaluation(image.Width, image.Height), image.Width, image.Height);
        });
        return findings.All(finding => finding.Patches == 0) ? [] : [.. findings.Select((finding, i) => finding with { Word = words[i].Word })];
    }
}
