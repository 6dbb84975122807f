using System.Runtime.InteropServices;
using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Reduction;

namespace LVW.Native.Engine.Ops.Normalization;

/// <content>GPU kernels of the forward pass.</content>
public sealed partial class BatchNorm2dOp
{
    // Σ (x − origin) and Σ (x − origin)² of each channel over a part of the rows, float64, where the origin is the channel's first value.
    // A thread sums runs of 64 rows in float32 about the run's first value: terms as small as the deviation, so nothing that matters is lost.
    // Neighbouring threads read neighbouring channels, a thread four rows at a time; x is a stream, read once.
    internal readonly struct MeasureKernel(GpuRowDeal rows, ArrayView<float> x, ArrayView<double> parts) : IGpuKernel
    {
        public void Execute()
        {
            double sum = 0;
            double squares = 0;
            int c = rows.Channel;
            int end = rows.EndRow;
            if (c < rows.Channels)
            {
                double origin = x[c];
                for (int start = rows.FirstRow + GpuRowDeal.Lane; start < end; start += SumStride)
                {
                    int stop = start + Math.Min(end - start, SumStride);
                    float near = x[(start * rows.Channels) + c];
                    float runSum = 0f;
                    float runSquares = 0f;
                    for (int row = start; row < stop; row += RowsOfThread * GpuRowDeal.Lanes)
                    {
                        float d0 = Deviation(row, stop, c, near);
                        float d1 = Deviation(row + GpuRowDeal.Lanes, stop, c, near);
                        float d2 = Deviation(row + (2 * GpuRowDeal.Lanes), stop, c, near);
                        float d3 = Deviation(row + (3 * GpuRowDeal.Lanes), stop, c, near);
                        runSum += d0 + d1 + (d2 + d3);
                        runSquares += (d0 * d0) + (d1 * d1) + ((d2 * d2) + (d3 * d3));
                    }

                    int count = (stop - start + GpuRowDeal.Lanes - 1) / GpuRowDeal.Lanes;
                    double gap = near - origin;
                    sum += (gap * count) + runSum;
                    squares += (gap * ((gap * count) + (2.0 * runSum))) + runSquares;
                }
            }

            GpuMoments.StorePart(rows, sum, squares, parts);
        }

        // 0 beyond the run; the read itself has no branch around it, so that four of them overlap.
        private float Deviation(int row, int stop, int c, float near)
        {
            float deviation = x[(Math.Min(row, stop - 1) * rows.Channels) + c] - near;
            return row < stop ? deviation : 0f;
        }
    }

    // mean = origin + Σ/m, variance = (Σ² − Σ·Σ/m)/m, 1/√(variance + ε), and the running statistics moved towards them, float64.
    // A group adds the parts of 8 channels; one thread of each finishes it.
    internal readonly struct MergeMomentsKernel(
        int rows,
        int channels,
        float epsilon,
        float momentum,
        int count,
        ArrayView<double> parts,
        ArrayView<float> x,
        ArrayView<float> moments,
        ArrayView<float> runningMean,
        ArrayView<float> runningVariance) : IGpuKernel
    {
        public void Execute()
        {
            if (!GpuMoments.Total(parts, count, channels, out double sum, out double squares)) return;
            int c = GpuMoments.TotalChannel;
            double offset = sum / rows;
            double mean = x[c] + offset;
            double rest = squares - (offset * sum);

            // Not as an if: its branch is the opposite comparison, which ILGPU's OpenCL takes to be false for NaN.
            rest = rest < 0 ? 0 : rest;
            moments[c] = (float)mean;
            moments[channels + c] = (float)(1.0 / Math.Sqrt((rest / rows) + epsilon));
            runningMean[c] = (float)(((1.0 - momentum) * runningMean[c]) + (momentum * mean));
            runningVariance[c] = (float)(((1.0 - momentum) * runningVariance[c]) + (momentum * rest / (rows - 1)));
        }
    }

    // moments = running mean and 1/√(running variance + ε); a thread is a channel.
    internal readonly struct RecallKernel(
        int channels, float epsilon, ArrayView<float> runningMean, ArrayView<float> runningVariance, ArrayView<float> moments) : IGpuKernel
    {
        public void Execute()
        {
            int c = GpuThread.Index;
            if (c >= channels) return;
            moments[c] = runningMean[c];
            moments[channels + c] = (float)(1.0 / Math.Sqrt((double)runningVariance[c] + epsilon));
        }
    }

    // y = max(0, (x − mean)·(γ/deviation) + β + residual), the maximum and the residual where asked for.
    // A thread is four rows of a channel, all read before the first is written so that their reads overlap.
    // Neighbouring threads take neighbouring channels; x, residual and y are streams.
    internal readonly struct ForwardKernel(
        GpuRowDeal rows,
        ArrayView<float> moments,
        ArrayView<float> gamma,
        ArrayView<float> beta,
        ArrayView<float> x,
        ArrayView<float> residual,
        ArrayView<float> y,
        int addsResidual,
        int relu) : IGpuKernel
    {
        public void Execute()
        {
            int c = rows.Channel;
            if (c >= rows.Channels) return;
            int first = rows.FirstRow + GpuRowDeal.Lane;
            var channel = new GpuNormalization(rows.Channels, moments, gamma, beta, c);
            float y0 = Value(channel, first, c);
            float y1 = Value(channel, first + GpuRowDeal.Lanes, c);
            float y2 = Value(channel, first + (2 * GpuRowDeal.Lanes), c);
            float y3 = Value(channel, first + (3 * GpuRowDeal.Lanes), c);
            Put(first, c, y0);
            Put(first + GpuRowDeal.Lanes, c, y1);
            Put(first + (2 * GpuRowDeal.Lanes), c, y2);
            Put(first + (3 * GpuRowDeal.Lanes), c, y3);
        }

        private float Value(in GpuNormalization channel, int row, int c)
        {
            int i = rows.Inside(row, c);
            float value = channel.Value(channel.Deviation(x[i]));
            if (addsResidual != 0) value += residual[i];
            return relu != 0 ? LaneGpu.Max(new LaneGpu(value), new LaneGpu(0f)).Value : value;
        }

        private void Put(int row, int c, float value)
        {
            if (row < rows.Rows) y[(row * rows.Channels) + c] = value;
        }
    }

    private sealed partial class GpuKernels(GpuDevice device) : IKernels
    {
        public void Measure(in BatchNormGeometry geometry, float momentum, Storage x, Storage moments, Storage runningMean, Storage runningVariance)
        {
            int channels = geometry.Channels;
            GpuRowDeal rows = SumRows(geometry);
            Storage parts = device.Rent(GpuMoments.LengthOf(rows));
            device.Launch(rows.Grid, new MeasureKernel(rows, x.View(), parts.DoubleView()));
            device.Launch(
                GpuMoments.TotalGrid(channels),
                new MergeMomentsKernel(
                    rows.Rows,
                    channels,
                    geometry.Epsilon,
                    momentum,
                    rows.Parts,
                    parts.DoubleView(),
                    x.View(),
                    moments.View(),
                    runningMean.View(),
                    runningVariance.View()));
            device.Return(parts);
        }

        public void Share(in BatchNormGeometry geometry, Storage x, double[] mean, double[] rest)
        {
            int channels = geometry.Channels;
            GpuRowDeal rows = SumRows(geometry);
            Storage parts = device.Rent(GpuMoments.LengthOf(rows));
            device.Launch(rows.Grid, new MeasureKernel(rows, x.View(), parts.DoubleView()));
            float[] bits = new float[GpuMoments.LengthOf(rows)];
            device.CopyOut(parts, bits);
            device.Return(parts);
            ReadOnlySpan<double> sums = MemoryMarshal.Cast<float, double>(bits);
            for (int part = 0; part < rows.Parts; part++)
            {
                for (int c = 0; c < channels; c++)
                {
                    mean[c] += sums[(2 * part * channels) + c];
                    rest[c] += sums[(((2 * part) + 1) * channels) + c];
                }
            }

            float[] origin = new float[channels];
            device.CopyOutFirst(x, origin);
            AboutMean(geometry.Rows, origin, mean, rest);
        }

        public void Recall(in BatchNormGeometry geometry, Storage runningMean, Storage runningVariance, Storage moments)
            => device.LaunchOver(
                geometry.Channels,
                new RecallKernel(geometry.Channels, geometry.Epsilon, runningMean.View(), runningVariance.View(), moments.View()));

        public void Forward(in BatchNormGeometry geometry, Storage x, Storage moments, Storage gamma, Storage beta, Storage? residual, Storage y)
        {
            GpuRowDeal rows = PassRows(geometry);
            device.Launch(
                rows.Grid,
                new ForwardKernel(
                    rows,
                    moments.View(),
                    gamma.View(),
                    beta.View(),
                    x.View(),
                    residual.ViewOrEmpty(),
                    y.View(),
                    residual is null ? 0 : 1,
                    geometry.ReLU ? 1 : 0));
        }

        // As many groups as fill a large GPU once, no more, so that there are few parts to add.
        private static GpuRowDeal SumRows(in BatchNormGeometry geometry)
        {
            const int MostGroups = 1024;
            const int FewestRows = 8 * GpuRowDeal.Lanes;
            long blocks = (geometry.Channels + GpuRowDeal.Columns - 1) / GpuRowDeal.Columns;
            long wanted = Math.Max(FewestRows, ((geometry.Rows * blocks) + MostGroups - 1) / MostGroups);
            long rowsOfPart = (wanted + GpuRowDeal.Lanes - 1) / GpuRowDeal.Lanes * GpuRowDeal.Lanes;
            return new GpuRowDeal((int)geometry.Rows, geometry.Channels, (int)rowsOfPart);
        }

        private static GpuRowDeal PassRows(in BatchNormGeometry geometry)
            => new((int)geometry.Rows, geometry.Channels, RowsOfThread * GpuRowDeal.Lanes);
    }
}
