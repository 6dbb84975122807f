namespace LVW.Native.VisualWords.Attention;

/// <summary>
/// HiResCAM (Draelos and Carin 2020): Σ_c ∂y/∂A_c · A_c place by place, with no mean over places: for a head that is linear in the features the map
/// sums to the logit without its bias. Behind an average over all places and a linear layer it is Grad-CAM.
/// </summary>
public sealed class HiResCam : IAttentionMethod
{
    /// <inheritdoc/>
    public string Name => AttentionMethods.HiResCam;

    /// <inheritdoc/>
    public AttentionMaps Compute(AttentionSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        return FeatureGradients.Scaled(subject, Products(subject, FeatureGradients.Of(subject), least: float.NegativeInfinity));
    }

    /// <summary>Σ_c max(least, gradient)·A_c at every place.</summary>
    internal static float[] Products(AttentionSubject subject, float[] gradients, float least)
    {
        ReadOnlySpan<float> features = subject.Features.Span;
        int channels = subject.Shape[3];
        float[] maps = new float[subject.Shape[0] * subject.Cells];
        for (int i = 0; i < maps.Length; i++)
        {
            double sum = 0;
            for (int at = i * channels; at < (i + 1) * channels; at++) sum += Math.Max(least, gradients[at]) * (double)features[at];
            maps[i] = (float)sum;
        }

        return maps;
    }
}
