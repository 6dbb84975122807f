using System.Runtime.CompilerServices;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Normalization;

/// <content>Processor kernels of the forward pass.</content>
public sealed partial class BatchNorm2dOp
{
    // Channels that one chunk of the merging jobs handles.
    private const int ChannelBlock = 64;

    private sealed unsafe partial class CpuKernels(CpuDevice device) : IKernels
    {
        public void Measure(in BatchNormGeometry geometry, float momentum, Storage x, Storage moments, Storage runningMean, Storage runningVariance)
        {
            Chunks parts = geometry.Parts;
            Storage sums = device.Rent(parts.Count * PartLength(geometry.Channels));
            var measure = new MeasureJob(geometry, x.Floats(), (double*)sums.Floats());
            device.Run(parts.Count * geometry.Slabs.Count, ref measure);
            var merge = new MergeMomentsJob(
                geometry, momentum, (double*)sums.Floats(), x.Floats(), moments.Floats(), runningMean.Floats(), runningVariance.Floats());
            device.Run(ChannelChunks(geometry).Count, ref merge);
            device.Return(sums);
        }

        public void Share(in BatchNormGeometry geometry, Storage x, double[] mean, double[] rest)
        {
            Chunks parts = geometry.Parts;
            Storage sums = device.Rent(parts.Count * PartLength(geometry.Channels));
            var measure = new MeasureJob(geometry, x.Floats(), (double*)sums.Floats());
            device.Run(parts.Count * geometry.Slabs.Count, ref measure);
            fixed (double* total = mean, squares = rest) ChannelSums.Total((double*)sums.Floats(), parts.Count, geometry.Channels, 0, geometry.Channels, total, squares);
            AboutMean(geometry.Rows, new ReadOnlySpan<float>(x.Floats(), geometry.Channels), mean, rest);
            device.Return(sums);
        }

        public void Recall(in BatchNormGeometry geometry, Storage runningMean, Storage runningVariance, Storage moments)
        {
            int channels = geometry.Channels;
            float* mean = moments.Floats();
            float* inverseDeviation = mean + channels;
            for (int c = 0; c < channels; c++)
            {
                mean[c] = runningMean.Floats()[c];
                inverseDeviation[c] = (float)(1 / Math.Sqrt((double)runningVariance.Floats()[c] + geometry.Epsilon));
            }
        }

        public void Forward(in BatchNormGeometry geometry, Storage x, Storage moments, Storage gamma, Storage beta, Storage? residual, Storage y)
        {
            Chunks chunks = Chunks.OfRows(geometry.Rows, geometry.Channels);
            Storage scale = device.Rent(geometry.Channels);
            var channel = new Affine(geometry.Channels, moments, gamma, beta, scale);
            var job = new ForwardJob(chunks, geometry.ReLU, channel, x.Floats(), residual is null ? null : residual.Floats(), y.Floats());
            device.Run(chunks.Count, ref job);
            device.Return(scale);
        }

        private static Chunks ChannelChunks(in BatchNormGeometry geometry) => new(geometry.Channels, ChannelBlock);

        // Float32 elements of a part's sums: two of float64 for each channel.
        private static long PartLength(int channels) => 4L * channels;

        // The normalisation of each channel, in the same operations forward and backward so that the sign of y can be recomputed:
        // y = (x − mean)·scale + shift with scale = γ/deviation.
        private readonly struct Affine
        {
            public Affine(int channels, Storage moments, Storage gamma, Storage beta, Storage scale)
            {
                Channels = channels;
                Mean = moments.Floats();
                InverseDeviation = Mean + channels;
                Scale = scale.Floats();
                Shift = beta.Floats();
                for (int c = 0; c < channels; c++) Scale[c] = gamma.Floats()[c] * InverseDeviation[c];
            }

            public readonly int Channels;
            public readonly float* Mean;
            public readonly float* InverseDeviation;
            public readonly float* Scale;
            public readonly float* Shift;
        }

        // Σ (x − origin) and Σ (x − origin)² of each channel over a part of the rows, float64, where the origin is the channel's first value.
        // A chunk is a part and a slab of channels; a run of 64 rows is summed in float32 about its own first row: terms no larger than the
        // data's spread, so nothing that matters is lost. x is read once, in strips of rows whose sums stay in registers.
        private readonly struct MeasureJob(BatchNormGeometry g, float* x, double* sums) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                Chunks parts = g.Parts;
                Chunks slabs = g.Slabs;
                int channels = g.Channels;
                int part = index / slabs.Count;
                int first = (int)slabs.Start(index % slabs.Count);
                int end = (int)slabs.End(index % slabs.Count);
                double* total = sums + (part * 2L * channels);
                double* squares = total + channels;
                new Span<double>(total + first, end - first).Clear();
                new Span<double>(squares + first, end - first).Clear();
                int width = end - first;
                float* sum = stackalloc float[2 * BatchNormGeometry.WidestSlab];
                float* square = sum + BatchNormGeometry.WidestSlab;
                int strip = g.RowsAtOnce(4 * T.Width);
                for (long row = parts.Start(part); row < parts.End(part); row += BatchNormGeometry.Run)
                {
                    int rows = (int)Math.Min(BatchNormGeometry.Run, parts.End(part) - row);
                    float* near = x + (row * channels) + first;
                    new Span<float>(sum, 2 * BatchNormGeometry.WidestSlab).Clear();
                    for (int done = 0; done < rows; done += strip)
                    {
                        float* source = near + ((nint)done * channels);
                        int count = Math.Min(strip, rows - done);
                        int c = 0;
                        for (; c + (4 * T.Width) <= width; c += 4 * T.Width) SumFour<T>(source + c, near + c, count, channels, sum + c, square + c);
                        for (; c + T.Width <= width; c += T.Width) SumOne<T>(source + c, near + c, count, channels, sum + c, square + c);
                        for (; c < width; c++) SumOne<Lane1>(source + c, near + c, count, channels, sum + c, square + c);
                    }

                    ChannelSums.AddAbout(rows, near, x + first, sum, square, total + first, squares + first, width);
                }
            }

            [MethodImpl(MethodImplOptions.NoInlining)]
            private static void SumFour<T>(float* x, float* near, nint rows, nint pitch, float* sum, float* square)
                where T : struct, ICpuLane<T>
            {
                int w = T.Width;
                T near0 = T.Load(near), near1 = T.Load(near + w), near2 = T.Load(near + (2 * w)), near3 = T.Load(near + (3 * w));
                T sum0 = T.Load(sum), sum1 = T.Load(sum + w), sum2 = T.Load(sum + (2 * w)), sum3 = T.Load(sum + (3 * w));
                T square0 = T.Load(square), square1 = T.Load(square + w), square2 = T.Load(square + (2 * w)), square3 = T.Load(square + (3 * w));
                for (; rows > 0; rows--, x += pitch)
                {
                    T d0 = T.Load(x) - near0;
                    T d1 = T.Load(x + w) - near1;
                    T d2 = T.Load(x + (2 * w)) - near2;
                    T d3 = T.Load(x + (3 * w)) - near3;
                    sum0 += d0;
                    sum1 += d1;
                    sum2 += d2;
                    sum3 += d3;
                    square0 = T.MultiplyAdd(d0, d0, square0);
                    square1 = T.MultiplyAdd(d1, d1, square1);
                    square2 = T.MultiplyAdd(d2, d2, square2);
                    square3 = T.MultiplyAdd(d3, d3, square3);
                }

                sum0.Store(sum);
                sum1.Store(sum + w);
                sum2.Store(sum + (2 * w));
                sum3.Store(sum + (3 * w));
                square0.Store(square);
                square1.Store(square + w);
                square2.Store(square + (2 * w));
                square3.Store(square + (3 * w));
            }

            [MethodImpl(MethodImplOptions.NoInlining)]
            private static void SumOne<T>(float* x, float* near, nint rows, nint pitch, float* sum, float* square)
                where T : struct, ICpuLane<T>
            {
                T first = T.Load(near);
                T total = T.Load(sum);
                T squares = T.Load(square);
                for (; rows > 0; rows--, x += pitch)
                {
                    T deviation = T.Load(x) - first;
                    total += deviation;
                    squares = T.MultiplyAdd(deviation, deviation, squares);
                }

                total.Store(sum);
                squares.Store(square);
            }
        }

        // Adds the parts in order, float64: mean = origin + Σ/m, Σ (x − mean)² = Σ² − Σ·Σ/m. A chunk is a block of channels.
        private readonly struct MergeMomentsJob(
            BatchNormGeometry g, float momentum, double* sums, float* x, float* moments, float* runningMean, float* runningVariance) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                int first = (int)ChannelChunks(g).Start(index);
                int count = (int)ChannelChunks(g).End(index) - first;
                double* sum = stackalloc double[2 * ChannelBlock];
                double* squares = sum + ChannelBlock;
                ChannelSums.Total(sums, g.Parts.Count, g.Channels, first, count, sum, squares);
                for (int i = 0; i < count; i++)
                {
                    int c = first + i;
                    double offset = sum[i] / g.Rows;
                    double mean = x[c] + offset;
                    double rest = squares[i] - (offset * sum[i]);
                    rest = rest < 0 ? 0 : rest;
                    moments[c] = (float)mean;
                    moments[g.Channels + c] = (float)(1 / Math.Sqrt((rest / g.Rows) + g.Epsilon));
                    runningMean[c] = (float)(((1.0 - momentum) * runningMean[c]) + (momentum * mean));
                    runningVariance[c] = (float)(((1.0 - momentum) * runningVariance[c]) + (momentum * rest / (g.Rows - 1)));
                }
            }
        }

        // y = max(0, (x − mean)·(γ/deviation) + β + residual), the maximum and the residual where asked for.
        // A chunk is a run of rows; lanes run over channels; x, residual and y stream through memory once, the channels' constants
        // come from the nearest cache.
        private readonly struct ForwardJob(Chunks chunks, bool relu, Affine channel, float* x, float* residual, float* y) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                long start = chunks.Start(index) * channel.Channels;
                bool streams = StreamedStore.Pays<T>(chunks.Total * channel.Channels, y, channel.Channels);
                Rows<T>(channel, chunks.End(index) - chunks.Start(index), relu, streams, x + start, residual is null ? null : residual + start, y + start);
            }

            // Everything in locals: a field would be read again after every store.
            private static void Rows<T>(Affine channel, long rows, bool cuts, bool streams, float* x, float* residual, float* y)
                where T : struct, ICpuLane<T>
            {
                nint channels = channel.Channels;
                float* mean = channel.Mean, scale = channel.Scale, shift = channel.Shift;
                for (; rows > 0; rows--, x += channels, y += channels)
                {
                    nint c = 0;
                    for (; c + T.Width <= channels; c += T.Width) One<T>(x + c, mean + c, scale + c, shift + c, residual + c, residual is not null, cuts, streams, y + c);
                    for (; c < channels; c++) One<Lane1>(x + c, mean + c, scale + c, shift + c, residual + c, residual is not null, cuts, false, y + c);
                    if (residual is not null) residual += channels;
                }
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            private static void One<T>(float* x, float* mean, float* scale, float* shift, float* residual, bool adds, bool cuts, bool streams, float* y)
                where T : struct, ICpuLane<T>
            {
                T value = T.MultiplyAdd(T.Load(x) - T.Load(mean), T.Load(scale), T.Load(shift));
                if (adds) value += T.Load(residual);
                if (cuts) value = T.Max(value, T.Constant(0));
                if (streams) StreamedStore.Store(value, y);
                else value.Store(y);
            }
        }
    }
}
