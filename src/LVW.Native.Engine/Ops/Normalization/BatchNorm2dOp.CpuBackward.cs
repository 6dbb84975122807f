using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Normalization;

/// <content>Processor kernels of the backward pass.</content>
public sealed partial class BatchNorm2dOp
{
    private sealed unsafe partial class CpuKernels
    {
        public void Backward(in BatchNormGeometry geometry, in Inputs inputs, in Targets targets)
        {
            int channels = geometry.Channels;
            var source = new MaskedGradient(
                geometry.ReLU,
                new Affine(channels, inputs.Moments.Floats(), inputs.Gamma.Floats(), inputs.Beta.Floats()),
                inputs.X.Floats(),
                inputs.Y is null ? null : inputs.Y.Floats(),
                inputs.Dy.Floats());
            bool needsSums = targets.Gamma.Block is not null || targets.Beta.Block is not null || (geometry.UsesBatch && targets.X.Block is not null);
            Storage totals = device.Rent(2L * channels);
            if (needsSums) Sum(geometry, source, totals, targets);
            if (targets.X.Block is not null || targets.Residual.Block is not null)
            {
                Chunks chunks = Chunks.OfRows(geometry.Rows, channels);
                var job = new BackwardJob(chunks, geometry, source, totals.Floats(), new Pointer(targets.X), new Pointer(targets.Residual));
                device.Run(chunks.Count, ref job);
            }

            device.Return(totals);
        }

        private void Sum(in BatchNormGeometry geometry, in MaskedGradient source, Storage totals, in Targets targets)
        {
            Chunks parts = geometry.Parts;
            Storage sums = device.Rent(parts.Count * PartLength(geometry.Channels));
            var sum = new SumJob(parts, source, sums.Floats());
            device.Run(parts.Count, ref sum);
            var merge = new MergeSumsJob(
                geometry, parts.Count, source.Channel, sums.Floats(), totals.Floats(), new Pointer(targets.Gamma), new Pointer(targets.Beta));
            device.Run(ChannelChunks(geometry).Count, ref merge);
            device.Return(sums);
        }

        // A gradient block that may be absent.
        private readonly struct Pointer(Target target)
        {
            private readonly float* start = target.Block is null ? null : target.Block.Floats();
            private readonly bool accumulate = target.Accumulate;

            public bool Exists => start is not null;

            public void Put<T>(T value, long i)
                where T : struct, ICpuLane<T>
            {
                if (accumulate) value += T.Load(start + i);
                value.Store(start + i);
            }
        }

        // dy where the cut at zero let the value through, else 0. Without a residual the sign of y is recomputed from x,
        // which saves reading y; the operations are those of the forward pass, so it is the same sign.
        private readonly struct MaskedGradient(bool relu, Affine channel, float* x, float* y, float* dy)
        {
            public Affine Channel => channel;

            public T Deviation<T>(long i, int c)
                where T : struct, ICpuLane<T>
                => T.Load(x + i) - channel.Mean<T>(c);

            public T Load<T>(T deviation, long i, int c)
                where T : struct, ICpuLane<T>
            {
                T gradient = T.Load(dy + i);
                if (!relu) return gradient;
                T value = y is null ? T.MultiplyAdd(deviation, channel.Scale<T>(c), channel.Shift<T>(c)) : T.Load(y + i);
                return T.WhereGreater(value, T.Constant(0), gradient, T.Constant(0));
            }
        }

        // Σ g and Σ g·(x − mean) of each channel over a part of the rows, float32 in runs of 64 rows, float64 beyond.
        // A chunk is a part; lanes run over channels; x and dy stream through memory once, the sums stay in the nearest cache.
        private readonly struct SumJob(Chunks parts, MaskedGradient source, float* sums) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                int channels = source.Channel.Channels;
                float* part = sums + (index * PartLength(channels));
                double* total = (double*)part;
                float* sum = part + (4 * channels);
                new Span<double>(total, 2 * channels).Clear();
                for (long run = parts.Start(index); run < parts.End(index); run += BatchNormGeometry.Run)
                {
                    long end = Math.Min(run + BatchNormGeometry.Run, parts.End(index));
                    new Span<float>(sum, 2 * channels).Clear();
                    for (long row = run; row < end; row++)
                    {
                        long i = row * channels;
                        int c = 0;
                        for (; c + T.Width <= channels; c += T.Width) One<T>(i + c, c, sum + c, sum + channels + c);
                        for (; c < channels; c++) One<Lane1>(i + c, c, sum + c, sum + channels + c);
                    }

                    for (int c = 0; c < 2 * channels; c++) total[c] += sum[c];
                }
            }

            private void One<T>(long i, int c, float* sum, float* product)
                where T : struct, ICpuLane<T>
            {
                T deviation = source.Deviation<T>(i, c);
                T gradient = source.Load(deviation, i, c);
                (T.Load(sum) + gradient).Store(sum);
                T.MultiplyAdd(gradient, deviation, T.Load(product)).Store(product);
            }
        }

        // dβ = Σ g, dγ = Σ g·x̂, and for the input's gradient their means: Σ g/m and Σ g·(x − mean)/(m·deviation²).
        // A chunk is a block of channels; the parts are added in order.
        private readonly struct MergeSumsJob(
            BatchNormGeometry g, int parts, Affine channel, float* sums, float* totals, Pointer gamma, Pointer beta) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                Chunks blocks = ChannelChunks(g);
                for (int c = (int)blocks.Start(index); c < blocks.End(index); c++)
                {
                    double plain = 0;
                    double product = 0;
                    for (int part = 0; part < parts; part++)
                    {
                        double* sum = (double*)(sums + (part * PartLength(g.Channels))) + c;
                        plain += sum[0];
                        product += sum[g.Channels];
                    }

                    double inverseDeviation = channel.InverseDeviation<Lane1>(c).Sum();
                    if (beta.Exists) beta.Put(new Lane1((float)plain), c);
                    if (gamma.Exists) gamma.Put(new Lane1((float)(product * inverseDeviation)), c);
                    totals[c] = (float)(plain / g.Rows);
                    totals[g.Channels + c] = (float)(product * inverseDeviation * inverseDeviation / g.Rows);
                }
            }
        }

        // Training: dx = γ/deviation · (g − Σg/m − (x − mean)·Σg(x − mean)/(m·deviation²)); evaluation: dx = γ/deviation · g.
        // dresidual = g. A chunk is a run of rows; lanes run over channels; everything streams through memory once.
        private readonly struct BackwardJob(
            Chunks chunks, BatchNormGeometry g, MaskedGradient source, float* totals, Pointer dx, Pointer dresidual) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                for (long row = chunks.Start(index); row < chunks.End(index); row++)
                {
                    long i = row * g.Channels;
                    int c = 0;
                    for (; c + T.Width <= g.Channels; c += T.Width) One<T>(i + c, c);
                    for (; c < g.Channels; c++) One<Lane1>(i + c, c);
                }
            }

            private void One<T>(long i, int c)
                where T : struct, ICpuLane<T>
            {
                T deviation = source.Deviation<T>(i, c);
                T gradient = source.Load(deviation, i, c);
                if (dx.Exists)
                {
                    T centred = gradient;
                    if (g.UsesBatch)
                    {
                        centred = gradient - T.Load(totals + c) - (deviation * T.Load(totals + g.Channels + c));
                    }

                    dx.Put(centred * source.Channel.Scale<T>(c), i);
                }

                if (dresidual.Exists) dresidual.Put(gradient, i);
            }
        }
    }
}
