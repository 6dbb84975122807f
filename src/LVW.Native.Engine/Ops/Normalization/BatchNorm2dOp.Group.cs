using System.Runtime.InteropServices;
using LVW.Native.Engine.Distributed;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Normalization;

/// <content>Statistics of a batch that several ranks share. What is exchanged has a few numbers for each channel, so it is merged on the host.</content>
public sealed partial class BatchNorm2dOp
{
    // Each rank tells count, mean and Σ (x − mean)² of its rows; all merge them in the order of ranks (Chan, Golub and LeVeque 1979): the same bits everywhere.
    private static double MeasureGroup(
        IKernels kernels, NormalizationGroup group, in BatchNormGeometry geometry, float momentum, Tensor x, Storage moments, Parameter runningMean, Parameter runningVariance)
    {
        int channels = geometry.Channels;
        double[] mean = new double[channels];
        double[] rest = new double[channels];
        if (group.Participates) kernels.Share(geometry, x.Storage, mean, rest);
        double[] own = [group.Participates ? geometry.Rows : 0, .. mean, .. rest];
        double count = 0;
        Array.Clear(mean);
        Array.Clear(rest);
        double[] all = new double[own.Length * group.Collective.Size];
        group.Collective.AllGather(MemoryMarshal.AsBytes(own.AsSpan()), MemoryMarshal.AsBytes(all.AsSpan()));
        foreach (double[] share in all.Chunk(own.Length))
        {
            double rows = share[0];
            if (rows == 0) continue;
            double whole = count + rows;
            for (int c = 0; c < channels; c++)
            {
                double gap = share[1 + c] - mean[c];
                mean[c] += gap * rows / whole;
                rest[c] += share[1 + channels + c] + (gap * gap * count * rows / whole);
            }

            count = whole;
        }

        if (count < 2) throw new ArgumentException($"BatchNorm2d: the input {x.Shape} and those of the other ranks have {count} value per channel; a variance needs at least 2. Use a larger batch, or evaluation.");
        float[] values = new float[2 * channels];
        float[] means = runningMean.ToArray();
        float[] variances = runningVariance.ToArray();
        for (int c = 0; c < channels; c++)
        {
            values[c] = (float)mean[c];
            values[channels + c] = (float)(1 / Math.Sqrt((rest[c] / count) + geometry.Epsilon));
            means[c] = (float)(((1.0 - momentum) * means[c]) + (momentum * mean[c]));
            variances[c] = (float)(((1.0 - momentum) * variances[c]) + (momentum * rest[c] / (count - 1)));
        }

        x.Device.CopyIn(values, moments);
        runningMean.Set(means);
        runningVariance.Set(variances);
        return count;
    }

    // From Σ (x − origin) and Σ (x − origin)² to the mean and Σ (x − mean)².
    private static void AboutMean(long rows, ReadOnlySpan<float> origin, double[] sums, double[] squares)
    {
        for (int c = 0; c < origin.Length; c++)
        {
            double offset = sums[c] / rows;
            squares[c] = Math.Max(0, squares[c] - (offset * sums[c]));
            sums[c] = origin[c] + offset;
        }
    }

    // The two slopes of each channel are sums over the rank's own rows, divided by their number: put together they are those of all rows. A rank that does not
    // participate has no part in the statistics, so no gradient comes to it through them.
    private void ExchangeSlopes(Storage slopes)
    {
        float[] own = new float[2 * geometry.Channels];
        Output.Device.CopyOut(slopes, own);
        double share = group!.Participates ? geometry.Rows / groupRows : 0;
        double[] sums = [.. own.Select(value => value * share)];
        group.Collective.AllReduce(sums);
        for (int i = 0; i < own.Length; i++) own[i] = group.Participates ? (float)sums[i] : 0;
        Output.Device.CopyIn(own, slopes);
    }
}
