using LVW.Native.Engine;
using LVW.Native.Engine.Devices;

namespace LVW.Native.VisualWords.Attention;

/// <summary>
/// Grad-CAM (Selvaraju et al. 2017) at the features: each channel weighted by the mean of its gradient, summed, clamped at 0, scaled to [0, 1].
/// </summary>
public sealed class GradCam : IAttentionMethod
{
    /// <inheritdoc/>
    public string Name => AttentionMethods.GradCam;

    /// <inheritdoc/>
    public AttentionMaps Compute(AttentionSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        float[] gradients = FeatureGradients.Of(subject);
        (int cells, int channels) = (subject.Cells, subject.Shape[3]);
        double[] weights = new double[subject.Shape[0] * channels];
        for (int i = 0; i < gradients.Length; i++) weights[(i / (cells * channels) * channels) + (i % channels)] += gradients[i] / (double)cells;
        return FeatureGradients.Combine(subject, weights);
    }

    /// <summary>Maps for any head, by the gradient of each picture's target logit.</summary>
    /// <param name="device">Where to compute.</param>
    /// <param name="features">[N, h, w, C], row-major.</param>
    /// <param name="shape">N, h, w, C.</param>
    /// <param name="head">Features to logits [N, classes].</param>
    /// <param name="targets">Class whose evidence is asked for, for each picture.</param>
    public static AttentionMaps Compute(Device device, ReadOnlySpan<float> features, Shape shape, Func<Tensor, Tensor> head, ReadOnlySpan<int> targets)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(head);
        return new GradCam().Compute(new AttentionSubject
        {
            Device = device, Features = features.ToArray(), Shape = shape, Head = head, Targets = targets.ToArray(),
        });
    }

    /// <summary>Maps for an average-pool and linear head, where the channel weights are the class's weights: the same without a gradient.</summary>
    /// <param name="classMaps">Features times the linear layer's weights, [N, h, w, classes].</param>
    /// <param name="shape">N, h, w, classes.</param>
    /// <param name="targets">Class whose evidence is asked for, for each picture.</param>
    public static AttentionMaps FromClassMaps(ReadOnlySpan<float> classMaps, Shape shape, ReadOnlySpan<int> targets)
    {
        (int cells, int classes) = (shape[1] * shape[2], shape[3]);
        float[] maps = new float[shape[0] * cells];
        for (int i = 0; i < maps.Length; i++) maps[i] = classMaps[(i * classes) + targets[i / cells]];
        AttentionMaps.Normalize(maps, cells);
        return new AttentionMaps(shape[0], shape[1], shape[2], maps);
    }
}
