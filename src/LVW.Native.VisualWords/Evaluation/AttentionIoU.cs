using LVW.Native.VisualWords.Attention;
using LVW.Native.VisualWords.Losses;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>
/// Attention IoU: both attention maps are enlarged to the picture's size and keep exactly their top t of the pixels; intersection over
/// union (Xiao, Ding, Liu 2022, with the corrected masks: the top of the map, not its bottom).
/// </summary>
/// <remarks>
/// Min-max scaling is an increasing map of each picture's values and cannot change which of them are the largest; it is left out.
/// </remarks>
public sealed class AttentionIoU
{
    private readonly int side;
    private readonly bool alignCorners;
    private readonly double[] fractions;
    private readonly bool[][] centre;
    private readonly float[] pixels;
    private readonly bool[] mask;
    private readonly bool[][] attentionMasks;

    /// <summary>Prepares masks and tables.</summary>
    /// <param name="side">Side of the maps that are compared, in pixels: the input picture's.</param>
    /// <param name="alignCorners">The resampling rule; false: half-pixel centres.</param>
    /// <param name="fractions">The mask sizes t.</param>
    public AttentionIoU(int side, bool alignCorners, params ReadOnlySpan<double> fractions)
    {
        this.side = side;
        this.alignCorners = alignCorners;
        this.fractions = fractions.ToArray();
        pixels = new float[side * side];
        mask = new bool[side * side];
        attentionMasks = [.. this.fractions.Select(_ => new bool[side * side])];
        centre = [.. this.fractions.Select(CentreMask)];
    }

    /// <summary>Means over all pictures, one score for each mask size.</summary>
    /// <exception cref="ArgumentException">The predictions hold no base model's attention.</exception>
    public IReadOnlyList<AttentionIoUScore> Measure(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        AttentionMaps attention = predictions.Attention
            ?? throw new ArgumentException("AttentionIoU: the predictions hold no attention. Read them with the base model.", nameof(predictions));
        var sums = new (double Words, double Evidence, double Centre)[fractions.Length];
        int counted = 0;
        int maps = predictions.Nearest * predictions.Cells;
        for (int n = 0; n < predictions.Pictures; n++)
        {
            if (!SetAttention(attention[n], attention.Height, attention.Width)) continue;
            counted++;
            double[] words = Compare(predictions.NearestMaps.AsSpan(n * maps, maps), predictions.Nearest, predictions.Height, predictions.Width);
            double[] evidence = Compare(predictions.EvidenceMaps.AsSpan(n * predictions.Cells, predictions.Cells), 1, predictions.Height, predictions.Width);
            for (int t = 0; t < fractions.Length; t++)
            {
                sums[t].Words += words[t];
                sums[t].Evidence += evidence[t];
                sums[t].Centre += TopMask.Overlap(centre[t], attentionMasks[t]);
            }
        }

        int cells = Math.Min(predictions.Cells, attention.Height * attention.Width);
        double share = counted == 0 ? 0 : 1.0 / counted;
        return
        [
            .. fractions.Select((fraction, t) => new AttentionIoUScore(
                fraction, sums[t].Words * share, sums[t].Evidence * share, sums[t].Centre * share, ChanceOverlap.Expected(cells, fraction), counted)),
        ];
    }

    /// <summary>IoU of one picture for each mask size; null where the attention is nowhere positive.</summary>
    /// <param name="attention">The base model's attention, h′ · w′ values.</param>
    /// <param name="attentionHeight">h′.</param>
    /// <param name="attentionWidth">w′.</param>
    /// <param name="maps">The words' maps one after the other; their maximum counts.</param>
    /// <param name="count">Number of maps.</param>
    /// <param name="height">h.</param>
    /// <param name="width">w.</param>
    public double[]? Measure(
        ReadOnlySpan<float> attention, int attentionHeight, int attentionWidth, ReadOnlySpan<float> maps, int count, int height, int width)
        => SetAttention(attention, attentionHeight, attentionWidth) ? Compare(maps, count, height, width) : null;

    private bool SetAttention(ReadOnlySpan<float> attention, int height, int width)
    {
        if (!attention.ContainsAnyExcept(0f)) return false;
        Enlarge(attention, 1, height, width);
        for (int t = 0; t < fractions.Length; t++) TopMask.Fill(pixels, fractions[t], attentionMasks[t]);
        return true;
    }

    private double[] Compare(ReadOnlySpan<float> maps, int count, int height, int width)
    {
        Enlarge(maps, count, height, width);
        double[] overlaps = new double[fractions.Length];
        for (int t = 0; t < overlaps.Length; t++)
        {
            TopMask.Fill(pixels, fractions[t], mask);
            overlaps[t] = TopMask.Overlap(mask, attentionMasks[t]);
        }

        return overlaps;
    }

    private void Enlarge(ReadOnlySpan<float> maps, int count, int height, int width)
        => MapMaximum.Enlarge(maps, count, new BilinearAxis(height, side, alignCorners), new BilinearAxis(width, side, alignCorners), pixels);

    // A Gaussian at the centre: its top pixels are those nearest the centre, whatever its width.
    private bool[] CentreMask(double fraction)
    {
        float[] nearness = new float[side * side];
        double middle = (side - 1) / 2.0;
        for (int i = 0; i < nearness.Length; i++)
        {
            double x = (i % side) - middle;
            double y = (i / side) - middle;
            nearness[i] = (float)-((x * x) + (y * y));
        }

        bool[] kept = new bool[side * side];
        TopMask.Fill(nearness, fraction, kept);
        return kept;
    }
}
