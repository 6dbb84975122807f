using System.Runtime.CompilerServices;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Normalization;

/// <content>Processor kernels of the backward pass.</content>
public sealed partial class BatchNorm2dOp
{
    private sealed unsafe partial class CpuKernels
    {
        // How the gradient g of the value before the cut comes from dy.
        private interface IMask
        {
            // Whether dy is let through only where y > 0.
            static abstract bool Cuts { get; }

            // Whether the sign is that of y in memory; else y is recomputed from x by the operations of the forward pass.
            static abstract bool ReadsOutput { get; }
        }

        public void Backward(in BatchNormGeometry geometry, in Inputs inputs, in Targets targets, Action<Storage>? exchange)
        {
            if (!geometry.ReLU) Backward<Uncut>(geometry, inputs, targets, exchange);
            else if (inputs.Y is null) Backward<CutByInput>(geometry, inputs, targets, exchange);
            else Backward<CutByOutput>(geometry, inputs, targets, exchange);
        }

        private void Backward<TMask>(in BatchNormGeometry geometry, in Inputs inputs, in Targets targets, Action<Storage>? exchange)
            where TMask : struct, IMask
        {
            int channels = geometry.Channels;
            bool needsSums = targets.Gamma.Block is not null || targets.Beta.Block is not null || (geometry.UsesBatch && targets.X.Block is not null);

            // The residual's gradient is g itself: written by the pass that sums, it spares the next pass y and the cut.
            bool keeps = needsSums && TMask.Cuts && targets.Residual is { Block: not null, Accumulate: false };
            Storage scale = device.Rent(channels);
            Storage slopes = device.Rent(2L * channels);
            var channel = new Affine(channels, inputs.Moments, inputs.Gamma, inputs.Beta, scale);
            var source = new Source(inputs.X.Floats(), TMask.ReadsOutput ? inputs.Y!.Floats() : null, inputs.Dy.Floats());
            if (needsSums) Sum<TMask>(geometry, channel, source, keeps ? targets.Residual.Block!.Floats() : null, slopes, targets);
            if (targets.X.Block is not null) exchange?.Invoke(slopes);
            if (!keeps) Pass<TMask>(geometry, channel, source, slopes, targets.X, targets.Residual);
            else Pass<Uncut>(geometry, channel, source.With(targets.Residual.Block!.Floats()), slopes, targets.X, default);
            device.Return(slopes);
            device.Return(scale);
        }

        private void Sum<TMask>(in BatchNormGeometry geometry, in Affine channel, Source source, float* kept, Storage slopes, in Targets targets)
            where TMask : struct, IMask
        {
            Chunks parts = geometry.Parts;
            Storage sums = device.Rent(parts.Count * PartLength(geometry.Channels));
            var sum = new SumJob<TMask>(geometry, channel, source, kept, (double*)sums.Floats());
            device.Run(parts.Count * geometry.Slabs.Count, ref sum);
            var merge = new MergeSumsJob(
                geometry, channel, (double*)sums.Floats(), slopes.Floats(), new Pointer(targets.Gamma), new Pointer(targets.Beta));
            device.Run(ChannelChunks(geometry).Count, ref merge);
            device.Return(sums);
        }

        private void Pass<TMask>(
            in BatchNormGeometry geometry, in Affine channel, Source source, Storage slopes, in Target x, in Target residual)
            where TMask : struct, IMask
        {
            if (x.Block is null && residual.Block is null) return;
            Chunks chunks = Chunks.OfRows(geometry.Rows, geometry.Channels);
            var job = new BackwardJob<TMask>(chunks, geometry.UsesBatch, channel, source, slopes.Floats(), new Pointer(x), new Pointer(residual));
            device.Run(chunks.Count, ref job);
        }

        private readonly struct Uncut : IMask
        {
            public static bool Cuts => false;

            public static bool ReadsOutput => false;
        }

        private readonly struct CutByInput : IMask
        {
            public static bool Cuts => true;

            public static bool ReadsOutput => false;
        }

        private readonly struct CutByOutput : IMask
        {
            public static bool Cuts => true;

            public static bool ReadsOutput => true;
        }

        // What both passes read; y only where its sign cannot be recomputed.
        private readonly struct Source(float* x, float* y, float* dy)
        {
            public float* X => x;

            public float* Y => y;

            public float* Dy => dy;

            public Source With(float* gradient) => new(x, y, gradient);
        }

        // A gradient block that may be absent.
        private readonly struct Pointer(Target target)
        {
            public float* Start { get; } = target.Block is null ? null : target.Block.Floats();

            public bool Accumulates { get; } = target.Accumulate;

            public void Put(float value, int c)
            {
                if (Start is not null) Start[c] = Accumulates ? Start[c] + value : value;
            }
        }

        // Σ g and Σ g·(x − mean) of each channel over a part of the rows, float32 in runs of 64 rows, float64 beyond.
        // A chunk is a part and a slab of channels; a strip of rows is summed in registers, two vectors of channels at a time.
        // x and dy (and y beside a residual) are read once; the residual's gradient g is written on the way where it is wanted.
        private readonly struct SumJob<TMask>(BatchNormGeometry g, Affine channel, Source source, float* kept, double* sums) : ILaneJob
            where TMask : struct, IMask
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
                new Span<double>(total + first, end - first).Clear();
                new Span<double>(total + channels + first, end - first).Clear();
                float* sum = stackalloc float[2 * BatchNormGeometry.WidestSlab];
                float* product = sum + BatchNormGeometry.WidestSlab;
                int strip = g.RowsAtOnce(2 * T.Width);
                for (long row = parts.Start(part); row < parts.End(part); row += BatchNormGeometry.Run)
                {
                    long last = Math.Min(parts.End(part), row + BatchNormGeometry.Run);
                    new Span<float>(sum, 2 * BatchNormGeometry.WidestSlab).Clear();
                    for (long start = row; start < last; start += strip)
                    {
                        nint i = (nint)(start * channels);
                        nint count = (nint)Math.Min(strip, last - start);
                        int c = first;
                        for (; c + (2 * T.Width) <= end; c += 2 * T.Width) SumTwo<T>(channel, c, source, kept, i + c, count, sum + c - first, product + c - first);
                        for (; c + T.Width <= end; c += T.Width) SumOne<T>(channel, c, source, kept, i + c, count, sum + c - first, product + c - first);
                        for (; c < end; c++) SumOne<Lane1>(channel, c, source, kept, i + c, count, sum + c - first, product + c - first);
                    }

                    ChannelSums.Add(sum, total + first, end - first);
                    ChannelSums.Add(product, total + channels + first, end - first);
                }
            }

            [MethodImpl(MethodImplOptions.NoInlining)]
            private static void SumTwo<T>(Affine channel, int c, Source source, float* kept, nint start, nint rows, float* sum, float* product)
                where T : struct, ICpuLane<T>
            {
                int w = T.Width;
                float* x = source.X + start, y = source.Y + start, dy = source.Dy + start;
                float* masked = kept + start;
                bool keeps = kept is not null;
                T mean0 = T.Load(channel.Mean + c), scale0 = T.Load(channel.Scale + c), shift0 = T.Load(channel.Shift + c);
                T mean1 = T.Load(channel.Mean + c + w), scale1 = T.Load(channel.Scale + c + w), shift1 = T.Load(channel.Shift + c + w);
                T sum0 = T.Load(sum), sum1 = T.Load(sum + w), product0 = T.Load(product), product1 = T.Load(product + w);
                nint pitch = channel.Channels;
                nint end = rows * pitch;
                for (nint i = 0; i < end; i += pitch)
                {
                    T d0 = T.Load(x + i) - mean0;
                    T d1 = T.Load(x + i + w) - mean1;
                    T g0 = Masked<T, TMask>(T.Load(dy + i), d0, scale0, shift0, y + i);
                    T g1 = Masked<T, TMask>(T.Load(dy + i + w), d1, scale1, shift1, y + i + w);
                    sum0 += g0;
                    sum1 += g1;
                    product0 = T.MultiplyAdd(g0, d0, product0);
                    product1 = T.MultiplyAdd(g1, d1, product1);
                    if (!keeps) continue;
                    g0.Store(masked + i);
                    g1.Store(masked + i + w);
                }

                sum0.Store(sum);
                sum1.Store(sum + w);
                product0.Store(product);
                product1.Store(product + w);
            }

            [MethodImpl(MethodImplOptions.NoInlining)]
            private static void SumOne<T>(Affine channel, int c, Source source, float* kept, nint start, nint rows, float* sum, float* product)
                where T : struct, ICpuLane<T>
            {
                T mean = T.Load(channel.Mean + c), scale = T.Load(channel.Scale + c), shift = T.Load(channel.Shift + c);
                T sums = T.Load(sum);
                T products = T.Load(product);
                nint pitch = channel.Channels;
                nint end = start + (rows * pitch);
                for (nint i = start; i < end; i += pitch)
                {
                    T deviation = T.Load(source.X + i) - mean;
                    T gradient = Masked<T, TMask>(T.Load(source.Dy + i), deviation, scale, shift, source.Y + i);
                    sums += gradient;
                    products = T.MultiplyAdd(gradient, deviation, products);
                    if (kept is not null) gradient.Store(kept + i);
                }

                sums.Store(sum);
                products.Store(product);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static T Masked<T, TMask>(T dy, T deviation, T scale, T shift, float* y)
            where T : struct, ICpuLane<T>
            where TMask : struct, IMask
        {
            if (!TMask.Cuts) return dy;
            T value = TMask.ReadsOutput ? T.Load(y) : T.MultiplyAdd(deviation, scale, shift);
            return T.WhereGreater(value, T.Constant(0), dy, T.Constant(0));
        }

        // dβ = Σ g, dγ = Σ g·x̂, and what the input's gradient needs of them: slope = −scale·Σ g·(x − mean)/(m·deviation²) and
        // level = −scale·Σ g/m. A chunk is a block of channels; the parts are added in order, float64.
        private readonly struct MergeSumsJob(
            BatchNormGeometry g, Affine channel, double* sums, float* slopes, Pointer gamma, Pointer beta) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                int first = (int)ChannelChunks(g).Start(index);
                int count = (int)ChannelChunks(g).End(index) - first;
                double* plain = stackalloc double[2 * ChannelBlock];
                double* product = plain + ChannelBlock;
                ChannelSums.Total(sums, g.Parts.Count, g.Channels, first, count, plain, product);
                for (int i = 0; i < count; i++)
                {
                    int c = first + i;
                    double inverseDeviation = channel.InverseDeviation[c];
                    double scale = channel.Scale[c];
                    beta.Put((float)plain[i], c);
                    gamma.Put((float)(product[i] * inverseDeviation), c);
                    slopes[c] = (float)(-scale * product[i] * inverseDeviation * inverseDeviation / g.Rows);
                    slopes[g.Channels + c] = (float)(-scale * plain[i] / g.Rows);
                }
            }
        }

        // Training: dx = scale·g + (slope·(x − mean) + level); evaluation: dx = scale·g. dresidual = g.
        // A chunk is a run of rows; lanes run over channels; everything streams through memory once, the channels' constants come
        // from the nearest cache. A target may be the block of dy itself: every element is read before it is written.
        private readonly struct BackwardJob<TMask>(
            Chunks chunks, bool centres, Affine channel, Source source, float* slopes, Pointer dx, Pointer dresidual) : ILaneJob
            where TMask : struct, IMask
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
                => Rows<T>(channel, source, slopes, centres, dx, dresidual, chunks.Total * channel.Channels, (nint)chunks.Start(index), (nint)chunks.End(index));

            // Everything in locals: a field would be read again after every store.
            private static void Rows<T>(
                Affine channel, Source source, float* slopes, bool centres, Pointer dx, Pointer dresidual, long elements, nint row, nint end)
                where T : struct, ICpuLane<T>
            {
                nint channels = channel.Channels;
                float* mean = channel.Mean, scale = channel.Scale, shift = channel.Shift;
                float* slope = slopes, level = slopes + channels;
                float* x = source.X, y = source.Y, dy = source.Dy, input = dx.Start, residual = dresidual.Start;
                bool streams = input != dy && !dx.Accumulates && StreamedStore.Pays<T>(elements, input, channels);
                bool addsInput = dx.Accumulates, addsResidual = dresidual.Accumulates;
                for (; row < end; row++)
                {
                    nint i = row * channels;
                    nint c = 0;
                    for (; c + T.Width <= channels; c += T.Width, i += T.Width)
                    {
                        T deviation = T.Load(x + i) - T.Load(mean + c);
                        T factor = T.Load(scale + c);
                        T gradient = Masked<T, TMask>(T.Load(dy + i), deviation, factor, T.Load(shift + c), y + i);
                        if (input is not null)
                        {
                            T value = centres ? T.MultiplyAdd(gradient, factor, T.MultiplyAdd(deviation, T.Load(slope + c), T.Load(level + c))) : gradient * factor;
                            if (streams) StreamedStore.Store(value, input + i);
                            else Put(value, input + i, addsInput);
                        }

                        if (residual is not null) Put(gradient, residual + i, addsResidual);
                    }

                    for (; c < channels; c++, i++)
                    {
                        Lane1 deviation = new(x[i] - mean[c]);
                        Lane1 factor = new(scale[c]);
                        Lane1 gradient = Masked<Lane1, TMask>(new(dy[i]), deviation, factor, new(shift[c]), y + i);
                        if (input is not null)
                        {
                            Lane1 value = centres ? Lane1.MultiplyAdd(gradient, factor, Lane1.MultiplyAdd(deviation, new(slope[c]), new(level[c]))) : gradient * factor;
                            Put(value, input + i, addsInput);
                        }

                        if (residual is not null) Put(gradient, residual + i, addsResidual);
                    }
                }
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            private static void Put<T>(T value, float* target, bool adds)
                where T : struct, ICpuLane<T>
            {
                if (adds) value += T.Load(target);
                value.Store(target);
            }
        }
    }
}
