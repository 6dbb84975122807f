using LVW.Native.Engine;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Resampling;

namespace LVW.Native.VisualWords.Attention;

/// <summary>
/// Score-CAM (Wang et al. 2020): no gradients; each channel's map, enlarged and scaled to [0, 1], masks the picture, and the softmax over channels of
/// the logits that the network then gives weighs the channels. (The logit of the empty picture that the paper takes away is the same for all.)
/// </summary>
/// <remarks>One run of the network for each channel of each picture: hundreds of times the work of the methods by gradient.</remarks>
public sealed class ScoreCam : IAttentionMethod
{
    private readonly int channelLimit;
    private readonly int batchSize;

    /// <summary>Sets how much is computed.</summary>
    /// <param name="channels">Channels that are tried: those that vary most over the picture; 0 tries all, as the paper does.</param>
    /// <param name="batchSize">Masked pictures that go through the network together.</param>
    public ScoreCam(int channels = 0, int batchSize = 32)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(channels);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        (channelLimit, this.batchSize) = (channels, batchSize);
    }

    /// <inheritdoc/>
    public string Name => AttentionMethods.ScoreCam;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The subject holds no pictures or no network.</exception>
    public AttentionMaps Compute(AttentionSubject subject)
    {
        ArgumentNullException.ThrowIfNull(subject);
        if (subject.Network is null || subject.Pictures.IsEmpty)
        {
            throw new ArgumentException("ScoreCam: it masks pictures and runs the network on them, but the subject holds features only. Set Pictures, Side and Network.", nameof(subject));
        }

        (int pictures, int channels) = (subject.Shape[0], subject.Shape[3]);
        double[] weights = new double[pictures * channels];
        (int Picture, int Channel)[] asked = [.. Enumerable.Range(0, pictures).SelectMany(n => Chosen(subject, n).Select(channel => (n, channel)))];
        double[] logits = [.. asked.Chunk(batchSize).SelectMany(frames => Logits(subject, frames))];
        foreach (var group in Enumerable.Range(0, asked.Length).GroupBy(i => asked[i].Picture))
        {
            double most = group.Max(i => logits[i]);
            double sum = group.Sum(i => Math.Exp(logits[i] - most));
            foreach (int i in group) weights[(asked[i].Picture * channels) + asked[i].Channel] = Math.Exp(logits[i] - most) / sum;
        }

        return FeatureGradients.Combine(subject, weights);
    }

    // A channel that is the same everywhere masks nothing; its map says nothing either.
    private IEnumerable<int> Chosen(AttentionSubject subject, int picture)
    {
        int channels = subject.Shape[3];
        double[] spreads = [.. Enumerable.Range(0, channels).Select(channel => Spread(subject, picture, channel))];
        IEnumerable<int> varying = Enumerable.Range(0, channels).Where(channel => spreads[channel] > 0);
        return channelLimit == 0 ? varying : varying.OrderByDescending(channel => spreads[channel]).ThenBy(channel => channel).Take(channelLimit);
    }

    private static double Spread(AttentionSubject subject, int picture, int channel)
    {
        float[] map = Map(subject, picture, channel);
        double mean = map.Average();
        return map.Sum(value => (value - mean) * (value - mean));
    }

    private static float[] Map(AttentionSubject subject, int picture, int channel)
    {
        ReadOnlySpan<float> features = subject.Features.Span;
        float[] map = new float[subject.Cells];
        for (int cell = 0; cell < map.Length; cell++) map[cell] = features[(((picture * map.Length) + cell) * subject.Shape[3]) + channel];
        return map;
    }

    private static double[] Logits(AttentionSubject subject, (int Picture, int Channel)[] frames)
    {
        int side = subject.Side;
        int pixels = side * side;
        float[] masked = new float[frames.Length * pixels * 3];
        for (int i = 0; i < frames.Length; i++)
        {
            float[] mask = MapResampling.Bilinear(Map(subject, frames[i].Picture, frames[i].Channel), subject.Shape[1], subject.Shape[2], side, side, alignCorners: false);
            (float least, float most) = (mask.Min(), mask.Max());
            float scale = most > least ? 1 / (most - least) : 0;
            ReadOnlySpan<float> picture = subject.Pictures.Span.Slice(frames[i].Picture * pixels * 3, pixels * 3);
            Span<float> target = masked.AsSpan(i * pixels * 3, pixels * 3);
            for (int at = 0; at < target.Length; at++) target[at] = picture[at] * ((mask[at / 3] - least) * scale);
        }

        using Step step = subject.Device.BeginInference();
        Tensor logits = subject.Head(subject.Network!(step.Input(masked, [frames.Length, side, side, 3])));
        float[] values = logits.ToArray();
        return [.. frames.Select((frame, i) => (double)values[(i * logits.Shape[1]) + subject.Targets[frame.Picture]])];
    }
}
