using System.Runtime.InteropServices;
using LVW.Native.Engine;
using LVW.Native.Engine.Distributed;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Optimizers;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Losses;
using LVW.Native.VisualWords.Training.Settings;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Training;

/// <summary>Projection of the words onto real patches, and the fit of the last layer on cached scores.</summary>
/// <param name="context">The run.</param>
/// <param name="baseModel">The base model, for distillation.</param>
/// <param name="model">The words model, in evaluation mode.</param>
internal sealed class WordFinish(RunContext context, BaseClassifier baseModel, WordModel model)
{
    private const int ScoreEpoch = ViewScores.FirstEpoch;

    // What is left to gain then is about a ten-thousandth of the objective.
    internal const double FitTolerance = 2e-6;

    // The base model's logits for the views that are scored: the same at every fit.
    private float[]? baseLogits;

    /// <summary>Gives every word the value of its nearest training patch.</summary>
    /// <exception cref="OperationCanceledException">It was asked to stop; nothing has changed.</exception>
    public IReadOnlyList<WordSource> Project(CancellationToken cancellation)
    {
        int words = model.Head.Options.Words;
        var projection = new WordProjection(words, context.Settings.Projection.Distinct, context.Settings.Words.Shared ? 0 : context.Classes);
        foreach (Batch batch in context.TrainLoader.Evaluate())
        {
            if (cancellation.IsCancellationRequested) break;
            using Step step = context.Device.BeginInference();
            Tensor distances = model.Read(Pictures(step, batch)).Distances;
            float[] values = distances.ToArray();
            int perPicture = values.Length / batch.Count;
            for (int n = 0; n < batch.Count; n++)
            {
                projection.Observe(batch.Indices[n], values.AsSpan(n * perPicture, perPicture), distances.Shape[1], distances.Shape[2], batch.Labels[n]);
            }
        }

        context.Ranks.StopTogether(cancellation);
        projection.Merge(context.Ranks);
        PictureSet train = context.Splits.Train;
        IReadOnlyList<WordSource> sources = projection.Sources(picture => (train.Pictures[picture].Key, train.Pictures[picture].ClassIndex));
        model.Head.Words.Set(Patches(sources));
        float largest = LargestProjectionDistance(sources);
        context.Observer.Message(FormattableString.Invariant(
            $"words projected on {sources.Select(source => (source.Picture, source.Row, source.Column)).Distinct().Count()} distinct patches; largest distance to the own patch {largest:G3}"));
        return sources;
    }

    /// <summary>The largest distance between a word and the patch that it is said to equal, computed from the pictures anew.</summary>
    public float LargestProjectionDistance(IReadOnlyList<WordSource> sources)
    {
        float largest = 0;
        VisitSources(sources, (source, output, n) =>
        {
            Shape shape = output.Distances.Shape;
            float[] distances = output.Distances.ToArray();
            int cell = (source.Row * shape[2]) + source.Column;
            largest = Math.Max(largest, distances[(((n * shape[1] * shape[2]) + cell) * shape[3]) + source.Word]);
        });
        return context.Ranks.Gather<float>([largest]).Max();
    }

    /// <summary>Fits W with everything before it fixed.</summary>
    /// <exception cref="OperationCanceledException">It was asked to stop; nothing has changed.</exception>
    public void FitLastLayer(CancellationToken cancellation)
    {
        LastLayerSettings settings = context.Settings.LastLayer;
        (float[] scores, int[] labels) = Scores(settings, cancellation);

        // All have the scores; rank 0 fits, so that no last digit differs from rank to rank.
        if (context.Ranks.Rank == 0)
        {
            if (settings.Method == "converged") FitToConvergence(settings, scores, labels);
            else FitByEpochs(settings, scores, labels);
        }

        context.Ranks.Barrier();
        float[] weights = model.Head.Last.ToArray();
        context.Ranks.Broadcast(MemoryMarshal.AsBytes(weights.AsSpan()), root: 0);
        model.Head.Last.Set(weights);
    }

    private void FitToConvergence(LastLayerSettings settings, float[] scores, int[] labels)
    {
        int classes = context.Classes;
        var problem = new LastLayerProblem(scores, LastLayerProblem.OneHot(labels, classes), model.Head.Options.Words, classes, settings.L1, OwnWeights());
        if (settings.Distillation > 0) problem = new LastLayerProblem(problem, baseLogits!, settings.Distillation, context.Settings.Loss.Temperature);
        (float[] weights, double objective) = LastLayerFit.Solve(problem, model.Head.Last.ToArray(), tolerance: FitTolerance);
        model.Head.Last.Set(weights);
        context.Observer.Message(FormattableString.Invariant($"last layer fitted on {labels.Length} views, objective {objective:F4}"));
    }

    private bool[]? OwnWeights() => context.Settings.Words.Shared ? null : NominalClass.OwnWeights(model.Head.Options.Words, context.Classes);

    // One view of each picture an epoch, plain or mirrored by a draw, as training would see it.
    private void FitByEpochs(LastLayerSettings settings, float[] scores, int[] labels)
    {
        model.SetRequiresGradient(false);
        model.Head.Last.RequiresGradient = true;
        int words = model.Head.Options.Words;
        int size = context.Settings.BatchSize;
        using var optimizer = new Adam(new ParameterGroup("last", model.Head.Parameters().Where(entry => entry.Parameter == model.Head.Last), settings.LearningRate));
        for (int epoch = 0; epoch < settings.Epochs; epoch++)
        {
            var random = new Engine.Randomness.Philox(context.Settings.Seed, (ulong)(ScoreEpoch + epoch) << 20);
            int pictures = context.Splits.Train.Pictures.Count;
            int[] order = [.. Enumerable.Range(0, pictures).Select(i => random.NextUniform() < context.Settings.Augmentation.Flip ? pictures + i : i)];
            random.Shuffle(order.AsSpan());
            foreach (int[] rows in order.Chunk(size))
            {
                float[] batch = new float[rows.Length * words];
                for (int i = 0; i < rows.Length; i++) scores.AsSpan(rows[i] * words, words).CopyTo(batch.AsSpan(i * words));
                using Step step = context.Device.BeginStep();
                Tensor weights = model.Head.Last.In(step);
                Tensor logits = step.Input(batch, [rows.Length, words]).MatMul(weights, transposeB: true);
                Tensor loss = logits.CrossEntropy(step.InputIndices([.. rows.Select(row => labels[row])], [rows.Length]));
                Tensor l1 = context.Settings.Words.Shared ? weights.L1Norm() : ClassWords.L1(weights);
                loss.Add(l1.Multiply((float)settings.L1)).Backward();
                optimizer.Step();
            }
        }
    }

    // g of the views that are fitted; the base model's logits for them are asked once.
    private (float[] Scores, int[] Labels) Scores(LastLayerSettings settings, CancellationToken cancellation)
    {
        bool asks = settings is { Distillation: > 0, Method: "converged" } && baseLogits is null;
        ViewScores views = ViewScores.Read(
            context.Device, asks ? baseModel : null, model, ViewScores.Passes(context.TrainLoader, settings.AugmentedViews, context.Settings.Seed), context.Ranks, cancellation);
        if (asks) baseLogits = views.BaseLogits;
        return (views.Scores, views.Labels);
    }

    private float[] Patches(IReadOnlyList<WordSource> sources)
    {
        int depth = model.Head.Options.Depth;
        float[] patches = new float[sources.Count * depth];
        VisitSources(sources, (source, output, n) =>
        {
            Shape shape = output.Embedding.Shape;
            float[] embedding = output.Embedding.ToArray();
            int cell = (((n * shape[1]) + source.Row) * shape[2]) + source.Column;
            embedding.AsSpan(cell * depth, depth).CopyTo(patches.AsSpan(source.Word * depth));
        });

        // Each patch was read by one rank and is zero on the others, so the sum is exact.
        context.Ranks.AllReduce(patches);
        return patches;
    }

    // Reads the pictures behind the words once more, each with the words that come from it.
    private void VisitSources(IReadOnlyList<WordSource> sources, Action<WordSource, WordOutput, int> visit)
    {
        ILookup<int, WordSource> byPicture = sources.ToLookup(source => source.Picture);
        foreach (Batch batch in context.TrainLoader.Evaluate())
        {
            if (!batch.Indices.Any(byPicture.Contains)) continue;
            using Step step = context.Device.BeginInference();
            WordOutput output = model.Read(Pictures(step, batch));
            for (int n = 0; n < batch.Count; n++)
            {
                foreach (WordSource source in byPicture[batch.Indices[n]]) visit(source, output, n);
            }
        }
    }

    private static Tensor Pictures(Step step, Batch batch) => step.Input(batch.Values, [batch.Count, batch.Side, batch.Side, 3]);
}
