using LVW.Native.Imaging;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>Measures a model of words: one pass over the test pictures, one over the training pictures, and the perturbation curves.</summary>
/// <param name="reader">The words and, for everything that compares, the base model.</param>
/// <param name="transform">How pictures become input.</param>
/// <param name="cache">Decoded pictures.</param>
/// <param name="options">What is measured.</param>
/// <param name="clock">Times the stages.</param>
public sealed class Evaluator(ModelReader reader, PairedTransform transform, PictureCache cache, EvaluationOptions options, TimeProvider clock)
{
    private const double SmallWeight = 0.01;

    /// <summary>Measures.</summary>
    /// <param name="train">The pictures that the words were projected on.</param>
    /// <param name="test">The test pictures; read here and nowhere else.</param>
    /// <param name="sources">The words' own patches; empty where they were never projected.</param>
    /// <param name="partsOf">For generated pictures, the parts of a picture by its key, in pixels of the picture.</param>
    /// <param name="stage">Told the name of each stage as it begins.</param>
    public EvaluationResult Evaluate(
        PictureSet train,
        PictureSet test,
        IReadOnlyList<WordSource> sources,
        Func<string, IReadOnlyList<(string Part, PixelBox Box)>>? partsOf = null,
        Action<string>? stage = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(sources);
        var timings = new Dictionary<string, double>();
        WordHead head = reader.Words.Head;
        float[] last = head.Last.ToArray();

        (Predictions predictions, WordNeighbourhood nearTest) = Timed("testPass", () =>
        {
            var near = new WordNeighbourhood(test, head.Options.Words, options.Neighbours, sources);
            BatchLoader loader = new(test, transform, cache, options.BatchSize);
            return (Predictions.Gather(reader.Read(loader), test.Pictures.Count, options.NearestWords, last, near.Observe), near);
        });
        WordNeighbourhood nearTrain = Timed("trainPass", () =>
        {
            var near = new WordNeighbourhood(train, head.Options.Words, options.Neighbours, sources);
            var wordsAlone = new ModelReader(reader.Device, null, reader.Words);
            foreach (BatchReading reading in wordsAlone.Read(new BatchLoader(train, transform, cache, options.BatchSize))) near.Observe(reading);
            return near;
        });
        IReadOnlyList<AttentionIoUScore> overlaps = predictions.Attention is null
            ? []
            : Timed("attentionOverlap", () => new AttentionIoU(transform.Options.Side, options.AlignCorners, 0.5, 0.25).Measure(predictions));
        PerturbationResult? perturbation = options.Perturbation is null
            ? null
            : Timed("perturbation", () => new PerturbationCurves(reader.Device, reader.Words.Forward, options.Perturbation)
                .Measure(test, transform, cache, predictions, options.AlignCorners));
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
            Metrics = new Metrics
            {
                Data = new DataMetrics { Classes = predictions.Classes, TrainPictures = train.Pictures.Count, TestPictures = test.Pictures.Count },
                Base = OfBase(predictions),
                Words = OfWords(predictions, words, sources, last, head.Options.Epsilon),
                Fidelity = OfFidelity(predictions, overlaps, perturbation),
                Parts = parts.Count == 0 ? null : OfParts(parts),
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

    private IReadOnlyList<PartFinding> Parts(
        PictureSet train, IReadOnlyList<WordStatistic> words, Func<string, IReadOnlyList<(string Part, PixelBox Box)>> partsOf)
    {
        ReceptiveField field = reader.Words.Backbone.ReceptiveField(transform.Options.Side);
        IReadOnlyList<PartFinding> findings = PartFindings.Find([.. words.Select(word => word.NearestTrain)], partsOf, field, neighbour =>
        {
            RgbImage image = cache.Get(train.Pictures[neighbour.Picture]);
            return (transform.Evaluation(image.Width, image.Height), image.Width, image.Height);
        });
        return [.. findings.Select((finding, i) => finding with { Word = words[i].Word })];
    }

    private static BaseMetrics OfBase(Predictions predictions) => predictions.BaseLogits.Length == 0 ? new BaseMetrics() : new BaseMetrics
    {
        TestAccuracy = Accuracy.Top(predictions.BaseLogits, predictions.Labels, predictions.Classes),
        TestTop5Accuracy = Accuracy.Top(predictions.BaseLogits, predictions.Labels, predictions.Classes, 5),
    };

    private static WordMetrics OfWords(
        Predictions predictions, IReadOnlyList<WordStatistic> words, IReadOnlyList<WordSource> sources, float[] last, double epsilon) => new()
        {
            Count = words.Count,
            TestAccuracy = Accuracy.Top(predictions.Logits, predictions.Labels, predictions.Classes),
            TestTop5Accuracy = Accuracy.Top(predictions.Logits, predictions.Labels, predictions.Classes, 5),
            MaxProjectionDistance = words.Max(word => word.ProjectionDistance),
            DistinctPatches = WordStatistics.DistinctPatches(sources),
            Dead = words.Count(word => word.TimesAmongNearest == 0),
            NeverNearest = words.Count(word => word.TimesNearest == 0),
            Duplicates = words.Count(word => word.DuplicateOf is not null),
            MeanSharedness = words.Average(word => word.Sharedness),
            SmallWeights = last.Count(weight => Math.Abs(weight) < SmallWeight) / (double)last.Length,
            WordsForNineTenths = WordsForNineTenths(predictions, last, epsilon),
        };

    private static FidelityMetrics OfFidelity(Predictions predictions, IReadOnlyList<AttentionIoUScore> overlaps, PerturbationResult? perturbation)
    {
        AttentionIoUScore? half = overlaps.Count > 0 ? overlaps[0] : null;
        AttentionIoUScore? quarter = overlaps.Count > 1 ? overlaps[1] : null;
        bool compared = predictions.BaseLogits.Length > 0;
        return new FidelityMetrics
        {
            Agreement = compared ? Accuracy.Agreement(predictions.BaseLogits, predictions.Logits, predictions.Classes) : 0,
            Divergence = compared ? Accuracy.Divergence(predictions.BaseLogits, predictions.Logits, predictions.Classes) : 0,
            AttentionIoU50 = half?.Words,
            AttentionIoU25 = quarter?.Words,
            EvidenceIoU50 = half?.Evidence,
            EvidenceIoU25 = quarter?.Evidence,
            ChanceIoU50 = half?.Chance,
            ChanceIoU25 = quarter?.Chance,
            CentrePriorIoU50 = half?.CentrePrior,
            CentrePriorIoU25 = quarter?.CentrePrior,
            PerturbationPictures = perturbation?.Pictures ?? 0,
            DeletionAuc = perturbation?.Deletion.Auc,
            RandomDeletionAuc = perturbation?.RandomDeletion?.Auc,
            InsertionAuc = perturbation?.Insertion.Auc,
            RandomInsertionAuc = perturbation?.RandomInsertion?.Auc,
        };
    }

    private static PartMetrics OfParts(IReadOnlyList<PartFinding> parts) => new()
    {
        PartsFound = parts.Where(part => part.Part is not null && part.Purity >= 0.8).Select(part => part.Part).Distinct().Count(),
        ShareWithPurity50 = PartFindings.ShareWithPurity(parts, 0.5),
        ShareWithPurity80 = PartFindings.ShareWithPurity(parts, 0.8),
        MeanPurity = parts.Average(part => part.Purity),
        Words = parts,
    };

    // The words, by contribution, that it takes to reach nine tenths of the positive evidence for the predicted class.
    private static double WordsForNineTenths(Predictions predictions, float[] last, double epsilon)
    {
        double[] contributions = new double[predictions.Words];
        long total = 0;
        for (int n = 0; n < predictions.Pictures; n++)
        {
            int predicted = predictions.Predicted(n);
            for (int j = 0; j < contributions.Length; j++)
            {
                double distance = predictions.Scores[(n * contributions.Length) + j];
                contributions[j] = Math.Max(0, last[(predicted * contributions.Length) + j]) * Math.Log((distance + 1) / (distance + epsilon));
            }

            Array.Sort(contributions);
            double rest = 0.9 * contributions.Sum();
            for (int j = contributions.Length - 1; j >= 0 && rest > 0; j--, total++) rest -= contributions[j];
        }

        return total / (double)predictions.Pictures;
    }
}
