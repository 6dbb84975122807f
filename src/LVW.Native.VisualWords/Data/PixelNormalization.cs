namespace LVW.Native.VisualWords.Data;

/// <summary>How values of 0 to 255 become network input, channel by channel: (value / range − mean) / deviation. A property of the weights.</summary>
/// <remarks>
/// Each of the three steps is rounded to float32, so that the input is bit for bit what torchvision's <c>ToTensor</c> and <c>Normalize</c> give;
/// a factor and an offset, or one rounding of the exact value, differ in the last bit for about half of the bytes.
/// </remarks>
public sealed class PixelNormalization
{
    private readonly float[] mean;
    private readonly float[] deviation;
    private readonly float[] table = new float[3 * 256];

    private PixelNormalization(string name, float range, float[] mean, float[] deviation)
    {
        Name = name;
        Range = range;
        this.mean = mean;
        this.deviation = deviation;
        for (int i = 0; i < table.Length; i++) table[i] = Of(i % 256, i / 256);
    }

    /// <summary>torchvision's: range 255, mean (0.485, 0.456, 0.406), deviation (0.229, 0.224, 0.225).</summary>
    public static PixelNormalization ImageNet { get; } = new("imagenet", 255, [0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]);

    /// <summary>Bytes minus (123.68, 116.779, 103.939), not scaled: weights that come from Caffe or MXNet's older models.</summary>
    public static PixelNormalization Caffe { get; } = new("caffe", 1, [123.68f, 116.779f, 103.939f], [1, 1, 1]);

    /// <summary>Range 255, mean and deviation one half: −1 to 1, for networks trained from scratch.</summary>
    public static PixelNormalization Half { get; } = new("half", 255, [0.5f, 0.5f, 0.5f], [0.5f, 0.5f, 0.5f]);

    /// <summary>The name in settings.</summary>
    public string Name { get; }

    /// <summary>What values are divided by first.</summary>
    public float Range { get; }

    /// <summary>Taken away then, by channel.</summary>
    public ReadOnlySpan<float> Mean => mean;

    /// <summary>Divided by last, by channel.</summary>
    public ReadOnlySpan<float> Deviation => deviation;

    /// <summary>The normalised value of each byte: index channel · 256 + byte.</summary>
    internal ReadOnlySpan<float> Table => table;

    /// <summary>The normalisation with a name, or null.</summary>
    public static PixelNormalization? Find(string name)
        => new[] { ImageNet, Caffe, Half }.FirstOrDefault(normalization => normalization.Name == name);

    /// <summary>The normalised value.</summary>
    /// <param name="value">0 to 255; need not be whole.</param>
    /// <param name="channel">0 red, 1 green, 2 blue.</param>
    public float Of(float value, int channel) => ((value / Range) - mean[channel]) / deviation[channel];
}
