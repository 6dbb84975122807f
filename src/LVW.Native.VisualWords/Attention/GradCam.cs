using LVW.Native.Engine;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;

namespace LVW.Native.VisualWords.Attention;

/// <summary>
/// Grad-CAM (Selvaraju et al. 2017) at the features: each channel weighted by the mean of its gradient, summed, clamped at 0, scaled to [0, 1].
/// </summary>
public static class GradCam
{
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
        using Step step = device.BeginStep();
        Tensor input = step.Input(features, shape, requiresGradient: true);
        Tensor logits = head(input);
        float[] chosen = new float[logits.Shape.Count];
        for (int n = 0; n < targets.Length; n++) chosen[(n * logits.Shape[1]) + targets[n]] = 1;
        logits.Multiply(step.Input(chosen, logits.Shape)).Sum().Backward();
        return Weighted(features, step.GradientOf(input), shape);
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

    private static AttentionMaps Weighted(ReadOnlySpan<float> features, ReadOnlySpan<float> gradients, Shape shape)
    {
        (int cells, int channels) = (shape[1] * shape[2], shape[3]);
        float[] maps = new float[shape[0] * cells];
        double[] weights = new double[channels];
        for (int n = 0; n < shape[0]; n++)
        {
            Array.Clear(weights);
            for (int cell = 0; cell < cells; cell++)
            {
                ReadOnlySpan<float> row = gradients.Slice(((n * cells) + cell) * channels, channels);
                for (int c = 0; c < channels; c++) weights[c] += row[c];
            }

            for (int cell = 0; cell < cells; cell++)
            {
                ReadOnlySpan<float> row = features.Slice(((n * cells) + cell) * channels, channels);
                double sum = 0;
                for (int c = 0; c < channels; c++) sum += weights[c] * row[c];
                maps[(n * cells) + cell] = (float)(sum / cells);
            }
        }

        AttentionMaps.Normalize(maps, cells);
        return new AttentionMaps(shape[0], shape[1], shape[2], maps);
    }
}
