using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Reduction;

namespace LVW.Native.Engine.Ops.Normalization;

/// <content>GPU kernels of the backward pass.</content>
public sealed partial class BatchNorm2dOp
{
    // Rows of a channel that a thread of an elementwise pass handles.
    private const int RowsOfThread = 4;

    // Rows of a part in which each of its threads sums a whole run in float32.
    private const int SumStride = BatchNormGeometry.Run * GpuRowDeal.Lanes;

    // Σ g and Σ g·(x − mean) of each channel over a part of the rows; a thread sums runs of 64 rows in float32, all beyond is float64.
    // Neighbouring threads read neighbouring channels, a thread four rows at a time; x and dy (and y beside a residual) are streams.
    internal readonly struct SumKernel(GpuRowDeal rows, MaskedGradient source, ArrayView<double> parts) : IGpuKernel
    {
        public void Execute()
        {
            double sum = 0;
            double product = 0;
            int c = rows.Channel;
            int end = rows.EndRow;
            if (c < rows.Channels)
            {
                GpuNormalization channel = source.Channel(rows.Channels, c);
                for (int start = rows.FirstRow + GpuRowDeal.Lane; start < end; start += SumStride)
                {
                    int stop = start + Math.Min(end - start, SumStride);
                    float runSum = 0f;
                    float runProduct = 0f;
                    for (int row = start; row < stop; row += RowsOfThread * GpuRowDeal.Lanes)
                    {
                        Add(channel, row, stop, c, ref runSum, ref runProduct);
                        Add(channel, row + GpuRowDeal.Lanes, stop, c, ref runSum, ref runProduct);
                        Add(channel, row + (2 * GpuRowDeal.Lanes), stop, c, ref runSum, ref runProduct);
                        Add(channel, row + (3 * GpuRowDeal.Lanes), stop, c, ref runSum, ref runProduct);
                    }

                    sum += runSum;
                    product += runProduct;
                }
            }

            GpuMoments.StorePart(rows, sum, product, parts);
        }

        // Nothing beyond the run; the reads have no branch around them, so that those of four rows overlap.
        private void Add(in GpuNormalization channel, int row, int stop, int c, ref float sum, ref float product)
        {
            int i = (Math.Min(row, stop - 1) * rows.Channels) + c;
            float deviation = channel.Deviation(source.X(i));
            float gradient = source.Load(channel, deviation, i);
            if (row >= stop) deviation = gradient = 0f;
            sum += gradient;
            product = (gradient * deviation) + product;
        }
    }

    // dβ = Σ g, dγ = Σ g·x̂, and for the input's gradient their means: Σ g/m and Σ g·(x − mean)/(m·deviation²).
    // A group adds the parts of 8 channels; one thread of each finishes it.
    internal readonly struct MergeSumsKernel(
        int rows, int channels, int count, ArrayView<double> parts, ArrayView<float> moments, ArrayView<float> totals, Place gamma, Place beta)
        : IGpuKernel
    {
        public void Execute()
        {
            if (!GpuMoments.Total(parts, count, channels, out double sum, out double product)) return;
            int c = GpuMoments.TotalChannel;
            double inverseDeviation = moments[channels + c];
            beta.Put((float)sum, c);
            gamma.Put((float)(product * inverseDeviation), c);
            totals[c] = (float)(sum / rows);
            totals[channels + c] = (float)(product * inverseDeviation * inverseDeviation / rows);
        }
    }

    // Training: dx = γ/deviation · (g − Σg/m − (x − mean)·Σg(x − mean)/(m·deviation²)); evaluation: dx = γ/deviation · g; dresidual = g.
    // A thread is four rows of a channel, all read before the first is written so that their reads overlap.
    // Neighbouring threads take neighbouring channels; everything is a stream. A target may be the block of dy itself, so a thread reads
    // none but its own elements: its first row again where others lie beyond the end.
    internal readonly struct BackwardKernel(
        GpuRowDeal rows, MaskedGradient source, ArrayView<float> totals, int usesBatch, Place dx, Place dresidual) : IGpuKernel
    {
        public void Execute()
        {
            int c = rows.Channel;
            int first = rows.FirstRow + GpuRowDeal.Lane;
            if (c >= rows.Channels || first >= rows.Rows) return;
            GpuNormalization channel = source.Channel(rows.Channels, c);
            float mean = usesBatch != 0 ? totals[c] : 0f;
            float slope = usesBatch != 0 ? totals[rows.Channels + c] : 0f;
            Load(channel, first, first, c, out float d0, out float g0);
            Load(channel, first, first + GpuRowDeal.Lanes, c, out float d1, out float g1);
            Load(channel, first, first + (2 * GpuRowDeal.Lanes), c, out float d2, out float g2);
            Load(channel, first, first + (3 * GpuRowDeal.Lanes), c, out float d3, out float g3);
            Put(first, c, Centred(g0, d0, mean, slope) * channel.Scale, g0);
            Put(first + GpuRowDeal.Lanes, c, Centred(g1, d1, mean, slope) * channel.Scale, g1);
            Put(first + (2 * GpuRowDeal.Lanes), c, Centred(g2, d2, mean, slope) * channel.Scale, g2);
            Put(first + (3 * GpuRowDeal.Lanes), c, Centred(g3, d3, mean, slope) * channel.Scale, g3);
        }

        private void Load(in GpuNormalization channel, int first, int row, int c, out float deviation, out float gradient)
        {
            int i = ((row < rows.Rows ? row : first) * rows.Channels) + c;
            deviation = channel.Deviation(source.X(i));
            gradient = source.Load(channel, deviation, i);
        }

        private float Centred(float gradient, float deviation, float mean, float slope)
            => usesBatch != 0 ? gradient - mean - (deviation * slope) : gradient;

        private void Put(int row, int c, float input, float residual)
        {
            if (row >= rows.Rows) return;
            int i = (row * rows.Channels) + c;
            dx.Put(input, i);
            dresidual.Put(residual, i);
        }
    }

    /// <summary>
    /// dy where the cut at zero let the value through, else 0. Without a residual the sign of y is recomputed from x, which saves reading y.
    /// </summary>
    internal readonly struct MaskedGradient(
        ArrayView<float> moments,
        ArrayView<float> gamma,
        ArrayView<float> beta,
        ArrayView<float> x,
        ArrayView<float> y,
        ArrayView<float> dy,
        int relu,
        int readsOutput)
    {
        /// <summary>The normalisation of a channel.</summary>
        public GpuNormalization Channel(int channels, int c) => new(channels, moments, gamma, beta, c);

        /// <summary>An element of the input.</summary>
        public float X(int i) => x[i];

        /// <summary>The gradient of the value before the cut.</summary>
        public float Load(in GpuNormalization channel, float deviation, int i)
        {
            float value = readsOutput != 0 ? y[i] : channel.Value(deviation);
            float gradient = dy[i];
            return relu == 0 || value > 0f ? gradient : 0f;
        }
    }

    /// <summary>A gradient block that may be absent.</summary>
    internal readonly struct Place(ArrayView<float> block, int exists, int accumulate)
    {
        /// <summary>Writes or adds a value, if there is a block.</summary>
        public void Put(float value, int i)
        {
            if (exists != 0) block[i] = accumulate != 0 ? value + block[i] : value;
        }
    }

    private sealed partial class GpuKernels
    {
        public void Backward(in BatchNormGeometry geometry, in Inputs inputs, in Targets targets, Action<Storage>? exchange)
        {
            int channels = geometry.Channels;
            var source = new MaskedGradient(
                inputs.Moments.View(),
                inputs.Gamma.View(),
                inputs.Beta.View(),
                inputs.X.View(),
                inputs.Y.ViewOrEmpty(),
                inputs.Dy.View(),
                geometry.ReLU ? 1 : 0,
                geometry.ReLU && inputs.Y is not null ? 1 : 0);
            bool needsSums = targets.Gamma.Block is not null || targets.Beta.Block is not null || (geometry.UsesBatch && targets.X.Block is not null);
            Storage totals = device.Rent(2L * channels);
            if (needsSums) Sum(geometry, source, inputs.Moments, totals, targets);
            if (targets.X.Block is not null) exchange?.Invoke(totals);
            if (targets.X.Block is not null || targets.Residual.Block is not null)
            {
                GpuRowDeal rows = PassRows(geometry);
                device.Launch(
                    rows.Grid,
                    new BackwardKernel(rows, source, totals.View(), geometry.UsesBatch ? 1 : 0, PlaceOf(targets.X), PlaceOf(targets.Residual)));
            }

            device.Return(totals);
        }

        private static Place PlaceOf(in Target target) => new(target.Block.ViewOrEmpty(), target.Block is null ? 0 : 1, target.Accumulate ? 1 : 0);

        private void Sum(in BatchNormGeometry geometry, in MaskedGradient source, Storage moments, Storage totals, in Targets targets)
        {
            GpuRowDeal rows = SumRows(geometry);
            Storage parts = device.Rent(GpuMoments.LengthOf(rows));
            device.Launch(rows.Grid, new SumKernel(rows, source, parts.DoubleView()));
            device.Launch(
                GpuMoments.TotalGrid(geometry.Channels),
                new MergeSumsKernel(
                    rows.Rows,
                    geometry.Channels,
                    rows.Parts,
                    parts.DoubleView(),
                    moments.View(),
                    totals.View(),
                    PlaceOf(targets.Gamma),
                    PlaceOf(targets.Beta)));
            device.Return(parts);
        }
    }
}
