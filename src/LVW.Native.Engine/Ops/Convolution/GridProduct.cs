using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.MatMul;

namespace LVW.Native.Engine.Ops.Convolution;

/// <summary>A grid of pixels times a packed filter: the common core of forward convolutions and input gradients.</summary>
internal static unsafe class GridProduct
{
    private const int CacheBudget = 160 * 1024;
    private const int EnoughChunks = 16;
    private const int LargestBlock = 192;
    private const int SmallestBlock = 24;
    private const int PointerBudget = 8192;

    /// <summary>target (+)= f(Σ over taps and depth of source · filter) for every pixel of the grid.</summary>
    /// <param name="device">Whose threads and vectors compute.</param>
    /// <param name="grid">The pixels.</param>
    /// <param name="filter">The filter; it is packed here.</param>
    /// <param name="accumulate">Whether the target's present value is added before the epilogue.</param>
    /// <param name="epilogue">What happens to finished sums; its columns are those of the target.</param>
    public static void Run<TEpilogue>(CpuDevice device, in PixelGrid grid, PackedFilter filter, bool accumulate, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue
    {
        if (grid.Pixels == 0) return;
        long zeroCount = grid.SourcePixel + filter.Depth;
        Storage zeros = device.Rent(zeroCount);
        AlignedMemory.Fill(zeros.Floats(), zeroCount, 0f);
        if (filter.IsDepthwise) DepthwiseProduct.Run(device, grid, filter, zeros.Floats(), accumulate, epilogue);
        else RunDense(device, grid, filter, zeros.Floats(), accumulate, epilogue);
        device.Return(zeros);
    }

    private static void RunDense<TEpilogue>(CpuDevice device, in PixelGrid grid, PackedFilter filter, float* zeros, bool accumulate, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue
    {
        int panels = filter.Panels.Count;
        int block = LargestBlock;
        while (block > SmallestBlock && (grid.Pixels < (long)block * EnoughChunks || block * filter.Taps > PointerBudget)) block /= 2;
        int blocks = checked((int)((grid.Pixels + block - 1) / block));
        long panelLength = Math.Max(1, (long)filter.Taps * filter.DepthBlock * filter.Panels.FirstColumn(1));
        int panelGroup = (int)Math.Clamp(CacheBudget / panelLength, 1, panels);
        while (panelGroup > 1 && (long)blocks * ((panels + panelGroup - 1) / panelGroup) < EnoughChunks) panelGroup--;

        Storage packed = device.Rent(Math.Max(1, filter.Length));
        long tableLength = (long)block * (filter.Taps + 1);
        Storage tables = device.Rent(tableLength * device.Workers.Threads * (sizeof(nint) / sizeof(float)));
        filter.Packed = packed.Floats();
        filter.Pack(device);
        var job = new Job<TEpilogue>
        {
            Grid = grid,
            Filter = filter,
            Zeros = zeros,
            Tables = (float**)tables.Floats(),
            TableLength = (nint)tableLength,
            Block = block,
            Blocks = blocks,
            PanelGroup = panelGroup,
            Accumulate = accumulate,
            Epilogue = epilogue,
        };
        device.Run(checked(blocks * ((panels + panelGroup - 1) / panelGroup)), ref job);
        device.Return(tables);
        device.Return(packed);
    }

    private struct Job<TEpilogue> : ILaneJob
        where TEpilogue : struct, IEpilogue
    {
        public PixelGrid Grid;
        public PackedFilter Filter;
        public float* Zeros;
        public float** Tables;
        public nint TableLength;
        public int Block;
        public int Blocks;
        public int PanelGroup;
        public bool Accumulate;
        public TEpilogue Epilogue;

        // y[pixel][column] (+)= f(Σ_tap Σ_d x[pixel @ tap][d] · w[tap][d][column]).
        // One chunk computes some panels of a run of pixels; pixel runs go fastest, so that the panels stay in the cache.
        // Pixels are read where they lie, through a table of pointers made once for each chunk.
        public readonly void Execute<T>(int index, int worker)
            where T : struct, ICpuLane<T>
        {
            long pixel = (long)(index % Blocks) * Block;
            int count = (int)Math.Min(Block, Grid.Pixels - pixel);
            int first = index / Blocks * PanelGroup;
            int end = Math.Min(Filter.Panels.Count, first + PanelGroup);
            float** targets = Tables + (worker * TableLength);
            float** sources = targets + Block;
            Grid.FillTargets(pixel, count, targets);
            Grid.FillSources(pixel, count, sources, Block, Zeros);
            var rows = new RowBlock { Count = count, Taps = Filter.Taps, Sources = sources, TapStride = Block, Targets = targets };
            for (int group = 0; group < Filter.Groups; group++)
            {
                rows.FirstColumn = group * Filter.Panels.Columns;
                bool accumulate = Accumulate;
                int start = 0;
                do
                {
                    rows.Depth = Math.Min(Filter.DepthBlock, Filter.Depth - start);
                    rows.Offset = (group * Filter.Depth) + start;
                    float* packed = Filter.Block(group, start);
                    start += Filter.DepthBlock;
                    if (start < Filter.Depth) RowKernel<T>.Multiply(rows, Filter.Panels, first, end, packed, accumulate, default(NoEpilogue));
                    else RowKernel<T>.Multiply(rows, Filter.Panels, first, end, packed, accumulate, Epilogue);
                    accumulate = true;
                }
                while (start < Filter.Depth);
            }
        }
    }
}
