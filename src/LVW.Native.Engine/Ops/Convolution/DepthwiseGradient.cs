using System.Runtime.CompilerServices;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Convolution;

/// <summary>The filter gradient of a convolution with one channel and one filter in each group: lanes run over the groups.</summary>
internal static unsafe class DepthwiseGradient
{
    private const int PixelBlock = 64;
    private const int SmallestSlice = 256;
    private const int MostSlices = 16;

    /// <summary>dw[c][tap] (+)= Σ over pixels of x[pixel @ tap][c] · dy[pixel][c].</summary>
    /// <param name="device">Whose threads and vectors compute.</param>
    /// <param name="grid">The pixels of dy, and those of x that they read.</param>
    /// <param name="channels">C.</param>
    /// <param name="dw">[C, taps].</param>
    /// <param name="accumulate">Whether to add to <paramref name="dw"/> instead of overwriting it.</param>
    public static void Run(CpuDevice device, in PixelGrid grid, int channels, float* dw, bool accumulate)
    {
        int count = (int)Math.Clamp(grid.Pixels / SmallestSlice, 1, MostSlices);
        var slices = new Chunks(grid.Pixels, Math.Max(1, (grid.Pixels + count - 1) / count));
        nint sliceLength = (nint)grid.Taps * channels;
        Storage partial = device.Rent(Math.Max(1, slices.Count * sliceLength));
        Storage pointers = device.Rent(2L * PixelBlock * device.Workers.Threads * (sizeof(nint) / sizeof(float)));
        var job = new Job { Grid = grid, Channels = channels, Slices = slices, Partial = partial.Floats(), SliceLength = sliceLength, Pointers = (float**)pointers.Floats() };
        device.Run(slices.Count, ref job);
        for (int c = 0; c < channels; c++)
        for (int tap = 0; tap < grid.Taps; tap++, dw++)
        {
            double sum = accumulate ? *dw : 0;
            for (int slice = 0; slice < slices.Count; slice++) sum += partial.Floats()[(slice * sliceLength) + ((nint)tap * channels) + c];
            *dw = (float)sum;
        }

        device.Return(pointers);
        device.Return(partial);
    }

    private struct Job : ILaneJob
    {
        public PixelGrid Grid;
        public int Channels;
        public Chunks Slices;
        public float* Partial;
        public nint SliceLength;
        public float** Pointers;

        // partial[slice][tap][c] = Σ_p x[p @ tap][c] · dy[p][c]; a chunk is a slice; a block of pixels stays in the cache for all taps.
        public readonly void Execute<T>(int index, int worker)
            where T : struct, ICpuLane<T>
        {
            float* sums = Partial + (index * SliceLength);
            AlignedMemory.Fill(sums, SliceLength, 0f);
            float** inputs = Pointers + (worker * 2 * PixelBlock);
            float** gradients = inputs + PixelBlock;
            for (long pixel = Slices.Start(index); pixel < Slices.End(index); pixel += PixelBlock)
            {
                int block = (int)Math.Min(PixelBlock, Slices.End(index) - pixel);
                for (int tap = 0; tap < Grid.Taps; tap++)
                {
                    int r = tap / Grid.TapColumns.Count;
                    int count = Grid.FillPairs(pixel, block, r, tap - (r * Grid.TapColumns.Count), inputs, gradients);
                    float* sum = sums + ((nint)tap * Channels);
                    int c = 0;
                    for (; c + (4 * T.Width) <= Channels; c += 4 * T.Width) Four<T>(count, inputs, gradients, c, sum + c);
                    for (; c + T.Width <= Channels; c += T.Width) One<T>(count, inputs, gradients, c, sum + c);
                    for (; c < Channels; c++) One<Lane1>(count, inputs, gradients, c, sum + c);
                }
            }
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private static void Four<T>(int count, float** inputs, float** gradients, int c, float* sum)
            where T : struct, ICpuLane<T>
        {
            T s0 = T.Load(sum), s1 = T.Load(sum + T.Width), s2 = T.Load(sum + (2 * T.Width)), s3 = T.Load(sum + (3 * T.Width));
            for (int p = 0; p < count; p++)
            {
                float* x = inputs[p] + c;
                float* dy = gradients[p] + c;
                s0 = T.MultiplyAdd(T.Load(x), T.Load(dy), s0);
                s1 = T.MultiplyAdd(T.Load(x + T.Width), T.Load(dy + T.Width), s1);
                s2 = T.MultiplyAdd(T.Load(x + (2 * T.Width)), T.Load(dy + (2 * T.Width)), s2);
                s3 = T.MultiplyAdd(T.Load(x + (3 * T.Width)), T.Load(dy + (3 * T.Width)), s3);
            }

            s0.Store(sum);
            s1.Store(sum + T.Width);
            s2.Store(sum + (2 * T.Width));
            s3.Store(sum + (3 * T.Width));
        }

        private static void One<T>(int count, float** inputs, float** gradients, int c, float* sum)
            where T : struct, ICpuLane<T>
        {
            T total = T.Load(sum);
            for (int p = 0; p < count; p++) total = T.MultiplyAdd(T.Load(inputs[p] + c), T.Load(gradients[p] + c), total);
            total.Store(sum);
        }
    }
}
