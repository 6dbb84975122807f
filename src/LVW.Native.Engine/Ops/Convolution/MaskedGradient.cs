using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Convolution;

/// <summary>The gradient behind a fused ReLU and, in the same pass, that of the bias.</summary>
internal static unsafe class MaskedGradient
{
    // Floats of a slice of pixels; each has its own sum, and these are added in order.
    private const long SliceLength = 1 << 15;
    private const int PixelBlock = 16;

    /// <summary>masked = y &gt; 0 ? dy : 0, and db[k] (+)= Σ over the pixels of masked[pixel, k].</summary>
    /// <param name="device">Whose threads and vectors compute.</param>
    /// <param name="pixels">Pixels of all pictures.</param>
    /// <param name="filters">K.</param>
    /// <param name="y">Output, [pixels, K].</param>
    /// <param name="dy">Gradient of the output, [pixels, K].</param>
    /// <param name="masked">[pixels, K]; may be <paramref name="dy"/>.</param>
    /// <param name="db">[K], or null for none.</param>
    /// <param name="accumulate">Whether to add to <paramref name="db"/> instead of overwriting it.</param>
    public static void Run(CpuDevice device, long pixels, int filters, float* y, float* dy, float* masked, float* db, bool accumulate)
    {
        Chunks slices = Chunks.OfRows(pixels, filters, SliceLength);
        Storage partial = device.Rent(Math.Max(1, db is null ? 0 : (long)slices.Count * filters));
        var job = new Job(slices, filters, y, dy, masked, db is null ? null : partial.Floats());
        device.Run(slices.Count, ref job);
        for (int k = 0; k < filters && db is not null; k++)
        {
            double total = accumulate ? db[k] : 0;
            for (long slice = 0; slice < slices.Count; slice++) total += partial.Floats()[(slice * filters) + k];
            db[k] = (float)total;
        }

        device.Return(partial);
    }

    // masked[p][k] = y[p][k] > 0 ? dy[p][k] : 0, partial[slice][k] = Σ_p masked[p][k]; one chunk is one slice; streams through memory once.
    private readonly struct Job(Chunks slices, int filters, float* y, float* dy, float* masked, float* partial) : ILaneJob
    {
        public void Execute<T>(int index, int worker)
            where T : struct, ICpuLane<T>
        {
            long first = slices.Start(index), last = slices.End(index);
            if (partial is null)
            {
                Mask<T>(first * filters, last * filters);
                return;
            }

            float* sum = partial + ((long)index * filters);
            AlignedMemory.Fill(sum, filters, 0f);
            for (long p = first; p < last; p += PixelBlock)
            {
                int count = (int)Math.Min(PixelBlock, last - p);
                Mask<T>(p * filters, (p + count) * filters);
                int k = 0;
                for (; k + (4 * T.Width) <= filters; k += 4 * T.Width) Four<T>((p * filters) + k, count, sum + k);
                for (; k + T.Width <= filters; k += T.Width) One<T>((p * filters) + k, count, sum + k);
                for (; k < filters; k++) One<Lane1>((p * filters) + k, count, sum + k);
            }
        }

        // Sums stay in registers for a block of pixels, which is still in the first-level cache: one stored for each pixel would wait for itself.
        private void Four<T>(long i, int count, float* sum)
            where T : struct, ICpuLane<T>
        {
            T s0 = T.Constant(0f), s1 = s0, s2 = s0, s3 = s0;
            for (int p = 0; p < count; p++, i += filters)
            {
                s0 += T.Load(masked + i);
                s1 += T.Load(masked + i + T.Width);
                s2 += T.Load(masked + i + (2 * T.Width));
                s3 += T.Load(masked + i + (3 * T.Width));
            }

            (T.Load(sum) + s0).Store(sum);
            (T.Load(sum + T.Width) + s1).Store(sum + T.Width);
            (T.Load(sum + (2 * T.Width)) + s2).Store(sum + (2 * T.Width));
            (T.Load(sum + (3 * T.Width)) + s3).Store(sum + (3 * T.Width));
        }

        private void One<T>(long i, int count, float* sum)
            where T : struct, ICpuLane<T>
        {
            T total = T.Constant(0f);
            for (int p = 0; p < count; p++, i += filters) total += T.Load(masked + i);
            (T.Load(sum) + total).Store(sum);
        }

        private void Mask<T>(long i, long end)
            where T : struct, ICpuLane<T>
        {
            for (; i + T.Width <= end; i += T.Width) MaskOne<T>(i);
            for (; i < end; i++) MaskOne<Lane1>(i);
        }

        private void MaskOne<T>(long i)
            where T : struct, ICpuLane<T>
        {
            T zero = T.Constant(0);
            T.WhereGreater(T.Load(y + i), zero, T.Load(dy + i), zero).Store(masked + i);
        }
    }
}
