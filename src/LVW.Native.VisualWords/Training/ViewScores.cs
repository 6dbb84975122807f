using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Distributed;
using LVW.Native.Engine.Memory;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Data;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Training;

/// <summary>What the last layer is fitted on: the words' similarities to views of pictures.</summary>
/// <param name="Scores">g, [N, P].</param>
/// <param name="Labels">True classes, [N].</param>
/// <param name="BaseLogits">The base model's logits, [N, C]; empty where it was not asked.</param>
public sealed record ViewScores(float[] Scores, int[] Labels, float[] BaseLogits)
{
    /// <summary>The epoch that augmented views are drawn as; beyond all that are trained.</summary>
    internal const int FirstEpoch = 1 << 20;

    /// <summary>The plain and the mirrored view of every picture, and some augmented ones.</summary>
    public static IEnumerable<Batch> Fitted(BatchLoader loader, int augmentedViews, ulong seed) => Passes(loader, augmentedViews, seed).SelectMany(pass => pass);

    /// <summary>The same, pass by pass over the pictures.</summary>
    internal static IEnumerable<IEnumerable<Batch>> Passes(BatchLoader loader, int augmentedViews, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(loader);
        yield return loader.Evaluate();
        yield return loader.Evaluate(flipped: true);
        for (int i = 0; i < augmentedViews; i++) yield return loader.Views(seed, FirstEpoch + i);
    }

    /// <summary>Reads views.</summary>
    /// <param name="device">Where the models live.</param>
    /// <param name="baseModel">The base model; null to leave it out.</param>
    /// <param name="model">The words, in evaluation mode.</param>
    /// <param name="views">The views.</param>
    /// <param name="cancellation">Asks to stop.</param>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    public static ViewScores Read(Device device, BaseClassifier? baseModel, WordModel model, IEnumerable<Batch> views, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(views);
        var scores = new List<float>();
        var labels = new List<int>();
        var seen = new List<float>();
        foreach (Batch batch in views)
        {
            cancellation.ThrowIfCancellationRequested();
            using Step step = device.BeginInference();
            Tensor pictures = step.Input(batch.Values, [batch.Count, batch.Side, batch.Side, 3]);
            scores.AddRange(model.Read(pictures, maps: false).Similarities.ToArray());
            labels.AddRange(batch.Labels);
            if (baseModel is not null) seen.AddRange(baseModel.Forward(pictures).ToArray());
        }

        return new ViewScores([.. scores], [.. labels], [.. seen]);
    }

    /// <summary>Reads passes over pictures that several processes share; all get all.</summary>
    internal static ViewScores Read(
        Device device, BaseClassifier? baseModel, WordModel model, IEnumerable<IEnumerable<Batch>> passes, ICollective ranks, CancellationToken cancellation)
    {
        ViewScores[] shares = [];
        try
        {
            shares = [.. passes.Select(pass => Read(device, baseModel, model, pass, cancellation))];
        }
        catch (OperationCanceledException) when (ranks.Size > 1)
        {
            // The others hear of it where all meet.
        }

        ranks.StopTogether(cancellation);
        return new ViewScores(
            [.. shares.SelectMany(share => ranks.Gather(share.Scores))],
            [.. shares.SelectMany(share => ranks.Gather(share.Labels))],
            [.. shares.SelectMany(share => ranks.Gather(share.BaseLogits))]);
    }
}
