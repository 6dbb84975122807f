using LVW.Native.Engine;
using LVW.Native.Engine.Memory;

namespace LVW.Native.VisualWords.Attention;

/// <summary>∂(logit of the target) / ∂A at every feature: what the methods that follow gradients are made of.</summary>
internal static class FeatureGradients
{
    /// <summary>The gradients, [N, h, w, C]. Pictures do not mix in a head, so one backward pass of the sum serves all.</summary>
    public static float[] Of(AttentionSubject subject)
    {
        using Step step = subject.Device.BeginStep();
        Tensor features = step.Input(subject.Features.Span, subject.Shape, requiresGradient: true);
        Tensor logits = subject.Head(features);
        float[] chosen = new float[logits.Shape.Count];
        for (int n = 0; n < subject.Targets.Length; n++) chosen[(n * logits.Shape[1]) + subject.Targets[n]] = 1;
        logits.Multiply(step.Input(chosen, logits.Shape)).Sum().Backward();
        return step.GradientOf(features);
    }

    /// <summary>Σ_c a_c·A_c at every place, clamped and scaled to [0, 1].</summary>
    /// <param name="subject">Holds A.</param>
    /// <param name="weights">a, [N, C].</param>
    public static AttentionMaps Combine(AttentionSubject subject, double[] weights)
    {
        ReadOnlySpan<float> features = subject.Features.Span;
        (int cells, int channels) = (subject.Cells, subject.Shape[3]);
        float[] maps = new float[subject.Shape[0] * cells];
        for (int i = 0; i < maps.Length; i++)
        {
            ReadOnlySpan<float> row = features.Slice(i * channels, channels);
            ReadOnlySpan<double> own = weights.AsSpan(i / cells * channels, channels);
            double sum = 0;
            for (int c = 0; c < channels; c++) sum += own[c] * row[c];
            maps[i] = (float)sum;
        }

        return Scaled(subject, maps);
    }

    /// <summary>Maps, clamped and scaled to [0, 1].</summary>
    public static AttentionMaps Scaled(AttentionSubject subject, float[] maps)
    {
        AttentionMaps.Normalize(maps, subject.Cells);
        return new AttentionMaps(subject.Shape[0], subject.Shape[1], subject.Shape[2], maps);
    }
}
