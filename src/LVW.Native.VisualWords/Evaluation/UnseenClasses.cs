using LVW.Native.Engine;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Randomness;
using LVW.Native.VisualWords.Attention;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>
/// Tries a run's words on classes that it never saw: words and networks stay as they are, a linear layer is fitted on the words' scores.
/// Beside it the same fit on the base model's pooled features (a linear probe, whose weights also give the attention that the words' is
/// held against), and on as many random words.
/// </summary>
/// <param name="reader">Words and base model.</param>
/// <param name="transform">How pictures become input.</param>
/// <param name="cache">Decoded pictures.</param>
/// <param name="options">Words whose attention counts, resampling, batch.</param>
/// <param name="seed">Draws the random words.</param>
public sealed class UnseenClasses(ModelReader reader, PairedTransform transform, PictureCache cache, EvaluationOptions options, ulong seed)
{
    private const ulong PatchStream = 0x9A7C;
    private const ulong UniformStream = 0x9A7D;

    /// <summary>Fits and measures.</summary>
    /// <param name="train">Pictures of the unseen classes to fit on.</param>
    /// <param name="test">Pictures of these classes to measure on.</param>
    /// <param name="patches">Pictures that random words are patches of: best those that the run's own words come from.</param>
    /// <param name="stage">Told the name of each stage as it begins.</param>
    public UnseenResult Measure(PictureSet train, PictureSet test, PictureSet patches, Action<string>? stage = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(patches);
        reader.Words.Train(false);
        reader.Base!.Train(false);
        int classes = train.Classes.Count;
        stage?.Invoke("random patches");
        (string Name, float[] Words)[] banks =
        [
            ("words of the run", reader.Words.Head.Words.ToArray()),
            ("random patches as words", RandomPatches(patches)),
            ("uniform random words", UniformWords()),
        ];

        stage?.Invoke("fitting");
        (float[] pooled, float[][] scores, int[] labels, int[] groups) = ReadTrain(train, [.. banks.Select(bank => bank.Words)]);
        LinearProbe probe = LinearProbe.Fit(pooled, labels, groups, classes);

        stage?.Invoke("base model's attention");
        (float[] probeLogits, AttentionMaps attention) = ReadProbe(test, probe);
        int[] truth = [.. test.Pictures.Select(picture => picture.ClassIndex)];
        var rows = new List<UnseenScore>();
        var overlap = new AttentionIoU(transform.Options.Side, options.AlignCorners, 0.5, 0.25);
        IReadOnlyList<AttentionIoUScore> yardsticks = [];
        foreach (((string name, float[] words), float[] g) in banks.Zip(scores))
        {
            stage?.Invoke(name);
            LinearProbe fitted = LinearProbe.Fit(g, labels, groups, classes);
            Predictions predictions = Predictions.Gather(Readings(test, words, fitted, probeLogits, attention), test.Pictures.Count, options.NearestWords, fitted.Weights);
            IReadOnlyList<AttentionIoUScore> overlaps = overlap.Measure(predictions);
            if (yardsticks.Count == 0) yardsticks = overlaps;
            double accuracy = Accuracy.Top(predictions.Logits, truth, classes);
            rows.Add(new UnseenScore(name, fitted.Features, accuracy, fitted.Penalty, overlaps[0].Words, overlaps[1].Words, overlaps[0].Evidence, overlaps[1].Evidence));
        }

        rows.Insert(1, new UnseenScore("linear probe of the base model", probe.Features, Accuracy.Top(probeLogits, truth, classes), probe.Penalty));
        return new UnseenResult(
            train.Classes, train.Pictures.Count, test.Pictures.Count, 1.0 / classes,
            yardsticks[0].Chance, yardsticks[1].Chance, yardsticks[0].CentrePrior, yardsticks[1].CentrePrior, rows);
    }

    // The base model's pooled features and the scores of each bank, of the plain and the mirrored view.
    private (float[] Pooled, float[][] Scores, int[] Labels, int[] Groups) ReadTrain(PictureSet train, float[][] banks)
    {
        var pooled = new List<float>();
        List<float>[] scores = [.. banks.Select(_ => new List<float>())];
        (var labels, var groups) = (new List<int>(), new List<int>());
        BatchLoader loader = Loader(train);
        foreach (Batch batch in loader.Evaluate().Concat(loader.Evaluate(flipped: true)))
        {
            using Step step = reader.Device.BeginInference();
            Tensor pictures = Pictures(step, batch);
            pooled.AddRange(reader.Base!.Backbone.Forward(pictures).GlobalAveragePool2d().ToArray());
            Tensor embedding = reader.Words.Head.Embed(reader.Words.Backbone.Forward(pictures));
            for (int i = 0; i < banks.Length; i++)
            {
                (Tensor distances, _) = embedding.MinSquaredDistance(Bank(step, banks[i]));
                scores[i].AddRange(distances.LogSimilarity(reader.Words.Head.Options.Epsilon).ToArray());
            }

            labels.AddRange(batch.Labels);
            groups.AddRange(batch.Indices);
        }

        return ([.. pooled], [.. scores.Select(one => one.ToArray())], [.. labels], [.. groups]);
    }

    // The probe is an average-pool and linear head, so its class maps are Grad-CAM before it is scaled.
    private (float[] Logits, AttentionMaps Attention) ReadProbe(PictureSet test, LinearProbe probe)
    {
        (var logits, var maps) = (new List<float>(), new List<float>());
        (int height, int width) = (0, 0);
        foreach (Batch batch in Loader(test).Evaluate())
        {
            using Step step = reader.Device.BeginInference();
            Tensor features = reader.Base!.Backbone.Forward(Pictures(step, batch));
            Shape shape = features.Shape;
            (height, width) = (shape[1], shape[2]);
            float[] found = probe.Logits(features.GlobalAveragePool2d().ToArray());
            int[] targets = [.. Enumerable.Range(0, batch.Count).Select(n => Ranking.Largest(found.AsSpan(n * probe.Classes, probe.Classes)))];
            Tensor classMaps = features.Reshape([shape[0] * height * width, probe.Features]).MatMul(step.Input(probe.Weights, [probe.Classes, probe.Features]), transposeB: true);
            maps.AddRange(GradCam.FromClassMaps(classMaps.ToArray(), [shape[0], height, width, probe.Classes], targets).Values);
            logits.AddRange(found);
        }

        return ([.. logits], new AttentionMaps(test.Pictures.Count, height, width, [.. maps]));
    }

    private IEnumerable<BatchReading> Readings(PictureSet test, float[] bank, LinearProbe fitted, float[] probeLogits, AttentionMaps attention)
    {
        int cells = attention.Height * attention.Width;
        foreach (Batch batch in Loader(test).Evaluate())
        {
            using Step step = reader.Device.BeginInference();
            Tensor embedding = reader.Words.Head.Embed(reader.Words.Backbone.Forward(Pictures(step, batch)));
            Tensor distances = embedding.SquaredDistance(Bank(step, bank));
            Shape grid = distances.Shape;
            (Tensor smallest, IndexTensor places) = distances.Reshape([grid[0], grid[1] * grid[2], grid[3]]).MinWithIndices(1);
            float epsilon = reader.Words.Head.Options.Epsilon;
            float[] similarities = smallest.LogSimilarity(epsilon).ToArray();
            int first = batch.Indices[0];
            yield return new BatchReading
            {
                Count = grid[0],
                Height = grid[1],
                Width = grid[2],
                Words = grid[3],
                Classes = fitted.Classes,
                Labels = batch.Labels,
                Indices = batch.Indices,
                BaseLogits = probeLogits[(first * fitted.Classes)..((first + batch.Count) * fitted.Classes)],
                Attention = new AttentionMaps(batch.Count, attention.Height, attention.Width, attention.Values[(first * cells)..((first + batch.Count) * cells)]),
                Logits = fitted.Logits(similarities),
                Scores = smallest.ToArray(),
                Similarities = similarities,
                Cells = places.ToArray(),
                Distances = distances.ToArray(),
                SimilarityMaps = distances.LogSimilarity(epsilon).ToArray(),
            };
        }
    }

    // As many patches as words, each of a picture and a cell that are drawn.
    private float[] RandomPatches(PictureSet patches)
    {
        (int words, int depth) = (reader.Words.Head.Options.Words, reader.Words.Head.Options.Depth);
        var random = new Philox(seed, PatchStream);
        (int Picture, float Place)[] drawn = [.. Enumerable.Range(0, words).Select(_ => (random.NextInt(patches.Pictures.Count), random.NextUniform()))];
        int[] pictures = [.. drawn.Select(one => one.Picture).Distinct().Order()];
        Dictionary<int, int> position = pictures.Index().ToDictionary(entry => entry.Item, entry => entry.Index);
        float[] bank = new float[words * depth];
        var set = new PictureSet(patches.Folder, patches.Classes, [.. pictures.Select(n => patches.Pictures[n])]);
        foreach (Batch batch in Loader(set).Evaluate())
        {
            using Step step = reader.Device.BeginInference();
            Tensor embedding = reader.Words.Head.Embed(reader.Words.Backbone.Forward(Pictures(step, batch)));
            float[] values = embedding.ToArray();
            int cells = embedding.Shape[1] * embedding.Shape[2];
            for (int j = 0; j < words; j++)
            {
                int at = position[drawn[j].Picture] - batch.Indices[0];
                if (at < 0 || at >= batch.Count) continue;
                values.AsSpan(((at * cells) + (int)(drawn[j].Place * cells)) * depth, depth).CopyTo(bank.AsSpan(j * depth));
            }
        }

        return bank;
    }

    private float[] UniformWords()
        => reader.Words.Head.AddOn.RandomPoints(new Philox(seed, UniformStream), reader.Words.Head.Options.Words, reader.Words.Head.Options.Depth);

    private BatchLoader Loader(PictureSet set) => new(set, transform, cache, options.BatchSize);

    private Tensor Bank(Step step, float[] words) => step.Input(words, [words.Length / reader.Words.Head.Options.Depth, reader.Words.Head.Options.Depth]);

    private static Tensor Pictures(Step step, Batch batch) => step.Input(batch.Values, [batch.Count, batch.Side, batch.Side, 3]);
}
