namespace LVW.Native.VisualWords.Attention;

/// <summary>
/// Grad-CAM++ (Chattopadhay et al. 2018): channel weights Σ α·max(0, g) over all places with g = ∂y/∂A and α = g² / (2g² + g³·ΣA), the closed form
/// of the paper's second and third derivatives for Y = exp(y); the factor exp(y) is common to all channels and vanishes when maps are scaled.
/// </summary>
public sealed class GradCamPlusPlus : IAttentionMethod
{
    /// <inheritdoc/>
    public string Name => AttentionMethods.GradCamPlusPlus;

    /// <inheritdoc/>
    public AttentionMaps Compute(AttentionSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        float[] gradients = FeatureGradients.Of(subject);
        ReadOnlySpan<float> features = subject.Features.Span;
        (int block, int channels) = (subject.Cells * subject.Shape[3], subject.Shape[3]);
        double[] sums = new double[subject.Shape[0] * channels];
        for (int i = 0; i < gradients.Length; i++) sums[(i / block * channels) + (i % channels)] += features[i];
        double[] weights = new double[sums.Length];
        for (int i = 0; i < gradients.Length; i++)
        {
            // α·g = g² / (2g + g²·ΣA) = g / (2 + g·ΣA); only g above 0 counts.
            int channel = (i / block * channels) + (i % channels);
            double gradient = gradients[i];
            double divisor = 2 + (gradient * sums[channel]);
            if (gradient > 0 && divisor != 0) weights[channel] += gradient / divisor;
        }

        return FeatureGradients.Combine(subject, weights);
    }
}
