using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Convolution;

/// <summary>The gradient behind a fused ReLU and, in the same pass, that of the bias.</summary>
internal static unsafe class MaskedGradient
{
    // Floats of a slice of pixels; each has its own sum, and these are added in order.
    private const long SliceLength = 1 << 15;

    /// <summary>masked = y &gt; 0 ? dy : 0, and db[k] (+)= Σ over the pixels of masked[pixel, k].</summary>
    /// <param name="device">Whose threads and vectors compute.</param>
    /// <param name="pixels">Pixels of all pictures.</param>
    /// <param name="filters">K.</param>
    /// <param name="y">Output, [pixels, K].</param>
    /// <param name="dy">Gradient of the output, [pixels, K].</param>
    /// <param name="masked">[pixels, K].</param>
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
            if (partial is null)
            {
                long i = slices.Start(index) * filters, end = slices.End(index) * filters;
                for (; i + T.Width <= end; i += T.Width) Mask<T>(i);
                for (; i < end; i++) Mask<Lane1>(i);
                return;
            }

            float* sum = partial + ((long)index * filters);
            AlignedMemory.Fill(sum, filters, 0f);
            for (long p = slices.Start(index); p < slices.End(index); p++)
            {
                long row = p * filters;
                int k = 0;
                for (; k + T.Width <= filters; k += T.Width) (T.Load(sum + k) + Mask<T>(row + k)).Store(sum + k);
                for (; k < filters; k++) sum[k] += Mask<Lane1>(row + k).Sum();
            }
        }

        private T Mask<T>(long i)
            where T : struct, ICpuLane<T>
        {
            T zero = T.Constant(0);
            T value = T.WhereGreater(T.Load(y + i), zero, T.Load(dy + i), zero);
            value.Store(masked + i);
            return value;
        }
    }
}
