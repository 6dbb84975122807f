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
            var measure = new MeasureJob(parts, geometry.Channels, x.Floats(), sums.Floats());
            device.Run(parts.Count, ref measure);
            var merge = new MergeMomentsJob(
                geometry, momentum, sums.Floats(), moments.Floats(), runningMean.Floats(), runningVariance.Floats());
            device.Run(ChannelChunks(geometry).Count, ref merge);
            device.Return(sums);
        }

        public void Recall(in BatchNormGeometry geometry, Storage runningMean, Storage runningVariance, Storage moments)
        {
            int channels = geometry.Channels;
            float* mean = moments.Floats();
            float* scale = mean + channels;
            for (int c = 0; c < channels; c++)
            {
                mean[c] = runningMean.Floats()[c];
                scale[c] = (float)(1 / Math.Sqrt((double)runningVariance.Floats()[c] + geometry.Epsilon));
            }
        }

        public void Forward(in BatchNormGeometry geometry, Storage x, Storage moments, Storage gamma, Storage beta, Storage? residual, Storage y)
        {
            Chunks chunks = Chunks.OfRows(geometry.Rows, geometry.Channels);
            var channel = new Affine(geometry.Channels, moments.Floats(), gamma.Floats(), beta.Floats());
            var job = new ForwardJob(chunks, geometry.ReLU, channel, x.Floats(), residual is null ? null : residual.Floats(), y.Floats());
            device.Run(chunks.Count, ref job);
        }

        private static Chunks ChannelChunks(in BatchNormGeometry geometry) => new(geometry.Channels, ChannelBlock);

        // The normalisation of one channel, in the same operations forward and backward so that the sign of y can be recomputed.
        private readonly struct Affine(int channels, float* moments, float* gamma, float* beta)
        {
            public int Channels => channels;

            public T Mean<T>(int c)
                where T : struct, ICpuLane<T>
                => T.Load(moments + c);

            public T InverseDeviation<T>(int c)
                where T : struct, ICpuLane<T>
                => T.Load(moments + channels + c);

            public T Scale<T>(int c)
                where T : struct, ICpuLane<T>
                => T.Load(gamma + c) * InverseDeviation<T>(c);

            public T Shift<T>(int c)
                where T : struct, ICpuLane<T>
                => T.Load(beta + c);
        }

        // What a part needs while it is summed and leaves behind: two float64 results, then three float32 sums of the run at hand;
        // a whole number of float64 so that the next part's are aligned.
        private static long PartLength(int channels) => 8L * channels;

        // Mean and Σ(x − mean)² of each channel over a part of the rows, float64, merged run by run (Chan, Golub and LeVeque, 1979).
        // A chunk is a part; lanes run over channels. A run of rows is read twice in storage order, the second time from the cache:
        // the deviations from the run's own mean are small, so float32 sums of them lose nothing that matters.
        private readonly struct MeasureJob(Chunks parts, int channels, float* x, float* sums) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                float* part = sums + (index * PartLength(channels));
                double* mean = (double*)part;
                float* middle = part + (4 * channels);
                float* rest = middle + channels;
                float* square = rest + channels;
                new Span<double>(mean, 2 * channels).Clear();
                long start = parts.Start(index);
                for (long run = start; run < parts.End(index); run += BatchNormGeometry.Run)
                {
                    int rows = (int)Math.Min(BatchNormGeometry.Run, parts.End(index) - run);
                    float* source = x + (run * channels);
                    new Span<float>(middle, 3 * channels).Clear();
                    for (int row = 0; row < rows; row++) Add<T>(source + ((nint)row * channels), middle);
                    for (int c = 0; c < channels; c++) middle[c] /= rows;
                    for (int row = 0; row < rows; row++) AddDeviations<T>(source + ((nint)row * channels), middle, rest, square);
                    for (int c = 0; c < channels; c++) Merge(rows, run - start, middle[c], rest[c], square[c], ref mean[c], ref mean[channels + c]);
                }
            }

            private static void Merge(int rows, long before, float middle, float rest, float square, ref double mean, ref double squares)
            {
                // The rounding error of the run's mean is what its deviations still sum to.
                double error = (double)rest / rows;
                double runSquares = square - (error * error * rows);
                double gap = middle + error - mean;
                double share = (double)rows / (before + rows);
                mean += gap * share;
                squares += runSquares + (gap * gap * before * share);
            }

            private void Add<T>(float* source, float* sum)
                where T : struct, ICpuLane<T>
            {
                int c = 0;
                for (; c + T.Width <= channels; c += T.Width) (T.Load(sum + c) + T.Load(source + c)).Store(sum + c);
                for (; c < channels; c++) sum[c] += source[c];
            }

            private void AddDeviations<T>(float* source, float* middle, float* rest, float* square)
                where T : struct, ICpuLane<T>
            {
                int c = 0;
                for (; c + T.Width <= channels; c += T.Width) AddDeviation<T>(source + c, middle + c, rest + c, square + c);
                for (; c < channels; c++) AddDeviation<Lane1>(source + c, middle + c, rest + c, square + c);
            }

            private static void AddDeviation<T>(float* source, float* middle, float* rest, float* square)
                where T : struct, ICpuLane<T>
            {
                T deviation = T.Load(source) - T.Load(middle);
                (T.Load(rest) + deviation).Store(rest);
                T.MultiplyAdd(deviation, deviation, T.Load(square)).Store(square);
            }
        }

        // Merges the parts in order, float64; a chunk is a block of channels.
        private readonly struct MergeMomentsJob(
            BatchNormGeometry g, float momentum, float* sums, float* moments, float* runningMean, float* runningVariance) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                Chunks blocks = ChannelChunks(g);
                for (long c = blocks.Start(index); c < blocks.End(index); c++)
                {
                    Chunks parts = g.Parts;
                    double mean = 0;
                    double squares = 0;
                    for (int part = 0; part < parts.Count; part++)
                    {
                        double* partMean = (double*)(sums + (part * PartLength(g.Channels))) + c;
                        double before = parts.Start(part);
                        double rows = parts.End(part) - before;
                        double gap = *partMean - mean;
                        double share = rows / (before + rows);
                        mean += gap * share;
                        squares += partMean[g.Channels] + (gap * gap * before * share);
                    }

                    moments[c] = (float)mean;
                    moments[g.Channels + c] = (float)(1 / Math.Sqrt((squares / g.Rows) + g.Epsilon));
                    runningMean[c] = (float)(((1.0 - momentum) * runningMean[c]) + (momentum * mean));
                    runningVariance[c] = (float)(((1.0 - momentum) * runningVariance[c]) + (momentum * squares / (g.Rows - 1)));
                }
            }
        }

        // y = max(0, (x − mean)·(γ/deviation) + β + residual), the maximum and the residual where asked for.
        // A chunk is a run of rows; lanes run over channels; x, residual and y stream through memory once.
        private readonly struct ForwardJob(Chunks chunks, bool relu, Affine channel, float* x, float* residual, float* y) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                int channels = channel.Channels;
                for (long row = chunks.Start(index); row < chunks.End(index); row++)
                {
                    long i = row * channels;
                    int c = 0;
                    for (; c + T.Width <= channels; c += T.Width) One<T>(i + c, c);
                    for (; c < channels; c++) One<Lane1>(i + c, c);
                }
            }

            private void One<T>(long i, int c)
                where T : struct, ICpuLane<T>
            {
                T value = T.MultiplyAdd(T.Load(x + i) - channel.Mean<T>(c), channel.Scale<T>(c), channel.Shift<T>(c));
                if (residual is not null) value += T.Load(residual + i);
                if (relu) value = T.Max(value, T.Constant(0));
                value.Store(y + i);
            }
        }
    }
}
