using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.VisualWords.Attention;
using LVW.Native.VisualWords.Backbones;

namespace LVW.Native.VisualWords.Training;

/// <summary>
/// The base model looking at a batch: its logits, its attention (for Grad-CAM the closed form of an average-pool and linear head), and
/// the output of the stages that it shares with the words model, so that they are computed once.
/// </summary>
/// <param name="device">Where to compute.</param>
/// <param name="model">The base model, in evaluation mode.</param>
/// <param name="attention">How its attention is measured; Grad-CAM if null.</param>
internal sealed class BaseTeacher(Device device, BaseClassifier model, IAttentionMethod? attention = null)
{
    private float[] shared = [];

    /// <summary>Looks at pictures.</summary>
    /// <param name="pixels">[N, S, S, 3].</param>
    /// <param name="shape">N, S, S, 3.</param>
    /// <param name="sharedStages">Stages whose output the words model takes over.</param>
    public Look At(ReadOnlySpan<float> pixels, Shape shape, int sharedStages)
    {
        using Step step = device.BeginInference();
        Backbone backbone = model.Backbone;
        Tensor input = step.Input(pixels, shape);
        Tensor early = backbone.Forward(input, 0, sharedStages);
        Tensor features = backbone.Forward(early, sharedStages, backbone.Stages.Count);
        float[] logits = model.Classify(features).ToArray();
        int classes = model.Classifier.Weight.Shape[0];
        int[] predicted = new int[shape[0]];
        for (int n = 0; n < predicted.Length; n++) predicted[n] = Ranking.Largest(logits.AsSpan(n * classes, classes));
        if (shared.Length < early.Shape.Count) shared = new float[early.Shape.Count];
        Memory<float> taken = shared.AsMemory(0, (int)early.Shape.Count);
        early.CopyTo(taken.Span);
        return new Look(taken, early.Shape, logits, Attention(input, features, predicted));
    }

    private AttentionMaps Attention(Tensor input, Tensor features, int[] predicted)
    {
        if (attention is not (null or GradCam)) return attention.Compute(AttentionSubject.Of(model, input, features, predicted));
        Tensor classMaps = features.Linear(model.Classifier.Weight.In(features.Step));
        return GradCam.FromClassMaps(classMaps.ToArray(), classMaps.Shape, predicted);
    }

    /// <summary>What the base model made of a batch.</summary>
    /// <param name="Shared">Output of the shared stages; overwritten by the next look.</param>
    /// <param name="SharedShape">Its shape.</param>
    /// <param name="Logits">[N, C].</param>
    /// <param name="Attention">The evidence for the class that it predicts.</param>
    internal readonly record struct Look(ReadOnlyMemory<float> Shared, Shape SharedShape, float[] Logits, AttentionMaps Attention);
}
