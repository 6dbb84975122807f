namespace LVW.Native.VisualWords.Data;

/// <summary>How bytes become network input, channel by channel: (value / 255 − mean) / deviation. A property of the weights.</summary>
public sealed class PixelNormalization
{
    private readonly float[] table = new float[3 * 256];

    private PixelNormalization(string name, ReadOnlySpan<double> mean, ReadOnlySpan<double> deviation)
    {
        Name = name;
        for (int c = 0; c < 3; c++)
        {
            Scale[c] = (float)(1 / (255 * deviation[c]));
            Offset[c] = (float)(-mean[c] / deviation[c]);
            for (int value = 0; value < 256; value++) table[(c * 256) + value] = (float)(((value / 255.0) - mean[c]) / deviation[c]);
        }
    }

    /// <summary>torchvision's: mean (0.485, 0.456, 0.406), deviation (0.229, 0.224, 0.225).</summary>
    public static PixelNormalization ImageNet { get; } = new("imagenet", [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]);

    /// <summary>Bytes minus (123.68, 116.779, 103.939), not scaled: weights that come from Caffe or MXNet's older models.</summary>
    public static PixelNormalization Caffe { get; } = new("caffe", [123.68 / 255, 116.779 / 255, 103.939 / 255], [1 / 255.0, 1 / 255.0, 1 / 255.0]);

    /// <summary>Mean and deviation one half: −1 to 1, for networks trained from scratch.</summary>
    public static PixelNormalization Half { get; } = new("half", [0.5, 0.5, 0.5], [0.5, 0.5, 0.5]);

    /// <summary>The name in settings.</summary>
    public string Name { get; }

    /// <summary>Factor of a byte, by channel.</summary>
    public float[] Scale { get; } = new float[3];

    /// <summary>Added after the factor, by channel.</summary>
    public float[] Offset { get; } = new float[3];

    /// <summary>The normalised value of each byte: index channel · 256 + byte.</summary>
    internal ReadOnlySpan<float> Table => table;

    /// <summary>The normalisation with a name, or null.</summary>
    public static PixelNormalization? Find(string name)
        => new[] { ImageNet, Caffe, Half }.FirstOrDefault(normalization => normalization.Name == name);
}
