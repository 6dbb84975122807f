using System.Runtime.CompilerServices;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.MatMul;

namespace LVW.Native.Engine.Ops.Convolution;

/// <summary>A grid of pixels times a filter of one channel in each group: lanes run over the groups, and nothing is broadcast.</summary>
internal static unsafe class DepthwiseProduct
{
    private const int PixelBlock = 64;

    /// <summary>target[pixel][c] (+)= f(Σ over taps of source[pixel @ tap][c] · filter[c][tap]).</summary>
    /// <inheritdoc cref="GridProduct.Run"/>
    public static void Run<TEpilogue>(CpuDevice device, in PixelGrid grid, in PackedFilter filter, float* zeros, bool accumulate, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue
    {
        var blocks = new Chunks(grid.Pixels, PixelBlock);
        nint tableLength = (nint)PixelBlock * (grid.Taps + 1);
        Storage packed = device.Rent(Math.Max(1, (long)grid.Taps * filter.Groups));
        Storage tables = device.Rent(tableLength * device.Workers.Threads * (sizeof(nint) / sizeof(float)));
        Pack(filter, packed.Floats());
        var job = new Job<TEpilogue>
        {
            Grid = grid,
            Channels = filter.Groups,
            Filter = packed.Floats(),
            Zeros = zeros,
            Tables = (float**)tables.Floats(),
            TableLength = tableLength,
            Blocks = blocks,
            Accumulate = accumulate,
            Epilogue = epilogue,
        };
        device.Run(blocks.Count, ref job);
        device.Return(tables);
        device.Return(packed);
    }

    // packed[tap][c]
    private static void Pack(in PackedFilter filter, float* packed)
    {
        for (int r = 0; r < filter.TapRows.Count; r++)
        for (int s = 0; s < filter.TapColumns.Count; s++)
        {
            float* from = filter.Filter + (filter.TapOf(r, s) * filter.TapStride);
            for (int c = 0; c < filter.Groups; c++, from += filter.FilterStride) *packed++ = *from;
        }
    }

    private struct Job<TEpilogue> : ILaneJob
        where TEpilogue : struct, IEpilogue
    {
        public PixelGrid Grid;
        public int Channels;
        public float* Filter;
        public float* Zeros;
        public float** Tables;
        public nint TableLength;
        public Chunks Blocks;
        public bool Accumulate;
        public TEpilogue Epilogue;

        // y[pixel][c] (+)= f(Σ_tap x[pixel @ tap][c] · w[tap][c]); a chunk is a run of pixels, read through a table of pointers.
        public readonly void Execute<T>(int index, int worker)
            where T : struct, ICpuLane<T>
        {
            long pixel = Blocks.Start(index);
            int count = (int)(Blocks.End(index) - pixel);
            float** targets = Tables + (worker * TableLength);
            float** sources = targets + PixelBlock;
            Grid.FillTargets(pixel, count, targets);
            Grid.FillSources(pixel, count, sources, PixelBlock, Zeros);
            for (int i = 0; i < count; i++)
            {
                int c = 0;
                for (; c + (4 * T.Width) <= Channels; c += 4 * T.Width) Four<T>(sources + i, c, targets[i]);
                for (; c + T.Width <= Channels; c += T.Width) One<T>(sources + i, c, targets[i]);
                for (; c < Channels; c++) One<Lane1>(sources + i, c, targets[i]);
            }
        }

        [MethodImpl(MethodImplOptions.NoInlining)]
        private readonly void Four<T>(float** sources, int c, float* target)
            where T : struct, ICpuLane<T>
        {
            T s0 = T.Constant(0f), s1 = s0, s2 = s0, s3 = s0;
            float* w = Filter + c;
            int taps = Grid.Taps, channels = Channels;
            for (int tap = 0; tap < taps; tap++, sources += PixelBlock, w += channels)
            {
                float* x = *sources + c;
                s0 = T.MultiplyAdd(T.Load(x), T.Load(w), s0);
                s1 = T.MultiplyAdd(T.Load(x + T.Width), T.Load(w + T.Width), s1);
                s2 = T.MultiplyAdd(T.Load(x + (2 * T.Width)), T.Load(w + (2 * T.Width)), s2);
                s3 = T.MultiplyAdd(T.Load(x + (3 * T.Width)), T.Load(w + (3 * T.Width)), s3);
            }

            Finish(s0, target, c);
            Finish(s1, target, c + T.Width);
            Finish(s2, target, c + (2 * T.Width));
            Finish(s3, target, c + (3 * T.Width));
        }

        private readonly void One<T>(float** sources, int c, float* target)
            where T : struct, ICpuLane<T>
        {
            T sum = T.Constant(0f);
            float* w = Filter + c;
            for (int tap = 0; tap < Grid.Taps; tap++, sources += PixelBlock, w += Channels) sum = T.MultiplyAdd(T.Load(*sources + c), T.Load(w), sum);
            Finish(sum, target, c);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly void Finish<T>(T sum, float* target, int c)
            where T : struct, ICpuLane<T>
        {
            if (Accumulate) sum += T.Load(target + c);
            Epilogue.Apply(sum, c, target + c).Store(target + c);
        }
    }
}
