using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Distributed;
using LVW.Native.Engine.Memory;
using LVW.Native.VisualWords.Attention;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>Runs base model and words over pictures, batch by batch, and copies out what evaluation and explanation need.</summary>
/// <param name="device">Where both models live.</param>
/// <param name="baseClassifier">The base model, or null to leave it out.</param>
/// <param name="words">The words.</param>
/// <param name="attention">How the base model's attention is measured; Grad-CAM if null.</param>
/// <param name="ranks">Processes with the same models that take turns at reading batches; each gets them all. One process if null.</param>
public sealed class ModelReader(Device device, BaseClassifier? baseClassifier, WordModel words, IAttentionMethod? attention = null, ICollective? ranks = null)
{
    /// <summary>The words.</summary>
    public WordModel Words => words;

    /// <summary>The base model, if there is one.</summary>
    public BaseClassifier? Base => baseClassifier;

    /// <summary>Where both models live.</summary>
    public Device Device => device;

    /// <summary>The processes that take turns, if there are several.</summary>
    internal ICollective? Ranks => ranks;

    /// <summary>All pictures of a loader once, in order. Puts both models in evaluation mode.</summary>
    public IEnumerable<BatchReading> Read(BatchLoader loader)
    {
        ArgumentNullException.ThrowIfNull(loader);
        return ranks is { Size: > 1 } ? InTurns(loader, ranks) : loader.Evaluate().Select(Read);
    }

    /// <summary>The words alone, by the same processes.</summary>
    public ModelReader WithoutBase() => new(device, null, words, ranks: ranks);

    private BatchReading Read(Batch batch) => Read(batch.Values, batch.Side, batch.Labels, batch.Indices);

    // In each round every rank reads a batch and tells the others: all go on with the same readings in the same order, as one process would.
    private IEnumerable<BatchReading> InTurns(BatchLoader loader, ICollective ranks)
    {
        using IEnumerator<Batch> own = loader.InTurns(new DataShare(ranks.Rank, ranks.Size)).GetEnumerator();
        for (int batch = 0; batch < loader.BatchCount; batch += ranks.Size)
        {
            byte[] read = own.MoveNext() ? BatchReadingBytes.Of(Read(own.Current)) : [];
            foreach (byte[] bytes in ranks.GatherEach(read).Where(bytes => bytes.Length > 0)) yield return BatchReadingBytes.Read(bytes);
        }
    }

    /// <summary>A batch of views. Puts both models in evaluation mode.</summary>
    /// <param name="pixels">[N, side, side, 3], normalised.</param>
    /// <param name="side">Side of the input in pixels.</param>
    /// <param name="labels">True class of each picture.</param>
    /// <param name="indices">Position of each picture in its set.</param>
    public BatchReading Read(ReadOnlySpan<float> pixels, int side, int[] labels, int[] indices)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(indices);
        words.Train(false);
        baseClassifier?.Train(false);
        using Step step = device.BeginInference();
        Tensor input = step.Input(pixels, [labels.Length, side, side, 3]);
        (float[] baseLogits, AttentionMaps? seen) = baseClassifier is null ? ([], null) : ReadBase(baseClassifier, input);
        WordOutput output = words.Read(input);
        Shape grid = output.Distances.Shape;
        return new BatchReading
        {
            Count = grid[0],
            Height = grid[1],
            Width = grid[2],
            Words = grid[3],
            Classes = output.Logits.Shape[1],
            Labels = labels,
            Indices = indices,
            BaseLogits = baseLogits,
            Attention = seen,
            Logits = output.Logits.ToArray(),
            Scores = output.Scores.ToArray(),
            Similarities = output.Similarities.ToArray(),
            Cells = output.Cells.ToArray(),
            Distances = output.Distances.ToArray(),
            SimilarityMaps = words.Head.SimilarityMaps(output).ToArray(),
        };
    }

    // For an average-pool and linear head the class maps features·Wᵀ are Grad-CAM before it is scaled (Zhou et al. 2016; Selvaraju et al. 2017, appendix A).
    private (float[] Logits, AttentionMaps Attention) ReadBase(BaseClassifier model, Tensor input)
    {
        Tensor features = model.Backbone.Forward(input);
        Tensor logits = model.Classify(features);
        (Shape shape, int classes) = (features.Shape, logits.Shape[1]);
        float[] values = logits.ToArray();
        int[] targets = [.. Enumerable.Range(0, shape[0]).Select(n => Ranking.Largest(values.AsSpan(n * classes, classes)))];
        if (attention is not (null or GradCam)) return (values, attention.Compute(AttentionSubject.Of(model, input, features, targets)));
        Tensor maps = features.Reshape([shape[0] * shape[1] * shape[2], shape[3]]).MatMul(model.Classifier.Weight.In(input.Step), transposeB: true);
        return (values, GradCam.FromClassMaps(maps.ToArray(), [shape[0], shape[1], shape[2], classes], targets));
    }
}
