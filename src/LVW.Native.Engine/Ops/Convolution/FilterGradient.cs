using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.MatMul;

namespace LVW.Native.Engine.Ops.Convolution;

/// <summary>
/// dw[k,r,s,c] (+)= Σ_{n,p,q} dy[n,p,q,k] · x[n, p·stride − pad + r·dilation, …, c]: a sum of outer products over pixels. Pixels are cut
/// into slices by the sizes alone; every slice has its own partial sum, and these are added in order.
/// </summary>
internal static unsafe class FilterGradient
{
    private const int PixelBlock = 128;
    private const int PartialBudget = 64 * 1024;
    private const int EnoughChunks = 32;
    private const int SmallestSlice = 256;
    private const int TileRows = 6;

    /// <summary>Computes the gradient.</summary>
    /// <param name="device">Whose threads and vectors compute.</param>
    /// <param name="g">The sizes.</param>
    /// <param name="x">Input, [N, H, W, C].</param>
    /// <param name="dy">Gradient of the output, [N, P, Q, K], the pixels OutputPixel floats apart.</param>
    /// <param name="dw">Gradient of the filter, [K, R, S, C / Groups].</param>
    /// <param name="accumulate">Whether to add to <paramref name="dw"/> instead of overwriting it.</param>
    public static void Run(CpuDevice device, in Conv2dGeometry g, float* x, float* dy, float* dw, bool accumulate)
    {
        using var groups = new MergedGroups(device, g);
        using var runs = new TapRuns(device, groups.Geometry, x);
        PixelGrid grid = runs.Grid(groups.Geometry, dy);
        if (g.Groups > 1 && g.GroupC == 1 && g.GroupK == 1) DepthwiseGradient.Run(device, grid, g.C, dw, accumulate);
        else RunDense(device, groups.Geometry, runs, grid, groups.Room(dw), accumulate && groups.Room(dw) == dw);
        groups.Narrow(dw, accumulate);
    }

    private static void RunDense(CpuDevice device, in Conv2dGeometry g, in TapRuns runs, in PixelGrid grid, float* dw, bool accumulate)
    {
        var overFilters = new PanelLayout(g.GroupK, device.Width);
        var overChannels = new PanelLayout(runs.Depth, device.Width);
        int filterCost = Cost(runs.Depth, overFilters), channelCost = Cost(g.GroupK, overChannels);

        // Of equals the wider side: rows are single floats of a pixel, and fewer of them leave the cache to the lanes.
        bool lanesAreFilters = filterCost < channelCost || (filterCost == channelCost && runs.Depth <= g.GroupK);
        PanelLayout panels = lanesAreFilters ? overFilters : overChannels;
        int rows = lanesAreFilters ? runs.Depth : g.GroupK;
        int matrices = g.Groups * grid.Taps;
        long perPanelRow = (long)matrices * panels.FirstColumn(1);
        int rowBlock = (int)Math.Min(rows, Math.Max(TileRows, PartialBudget / perPanelRow / TileRows * TileRows));
        int rowBlocks = (rows + rowBlock - 1) / rowBlock;
        int panelGroup = (int)Math.Clamp(PartialBudget / (perPanelRow * rowBlock), 1, panels.Count);
        int units = rowBlocks * ((panels.Count + panelGroup - 1) / panelGroup);
        int slices = (int)Math.Clamp(grid.Pixels / SmallestSlice, 1, (EnoughChunks + units - 1) / units);
        long sliceLength = (long)matrices * rows * panels.PaddedColumns;
        bool copyColumns = panels.Columns != panels.PaddedColumns;
        nint privateLength = (3 * PixelBlock * (sizeof(nint) / sizeof(float))) + (copyColumns ? PixelBlock * panels.PaddedColumns : 0);
        Storage partial = device.Rent(slices * sliceLength);
        Storage scratch = device.Rent(privateLength * device.Workers.Threads);
        var job = new Job
        {
            Grid = grid,
            Panels = panels,
            Groups = g.Groups,
            Rows = rows,
            LanesAreFilters = lanesAreFilters,
            RowBlock = rowBlock,
            RowBlocks = rowBlocks,
            PanelGroup = panelGroup,
            Units = units,
            SlicePixels = (grid.Pixels + slices - 1) / slices,
            Partial = partial.Floats(),
            SliceLength = (nint)sliceLength,
            Scratch = scratch.Floats(),
            PrivateLength = privateLength,
            CopyColumns = copyColumns,
        };
        device.Run(units * slices, ref job);
        var sum = new PartialSum
        {
            Partial = partial.Floats(),
            SliceLength = (nint)sliceLength,
            Slices = slices,
            Taps = grid.Taps,
            Depth = runs.Depth,
            GroupFilters = g.GroupK,
            PaddedColumns = panels.PaddedColumns,
            LanesAreFilters = lanesAreFilters,
            Target = dw,
            Accumulate = accumulate,
        };
        sum.Run(device, g.K);
        device.Return(scratch);
        device.Return(partial);
    }

    private static int Cost(int rows, in PanelLayout panels) => OuterKernel<Lane1>.Cost(rows, panels);

    private struct Job : ILaneJob
    {
        public PixelGrid Grid;
        public PanelLayout Panels;
        public int Groups;
        public int Rows;
        public bool LanesAreFilters;
        public int RowBlock;
        public int RowBlocks;
        public int PanelGroup;
        public int Units;
        public long SlicePixels;
        public float* Partial;
        public nint SliceLength;
        public float* Scratch;
        public nint PrivateLength;
        public bool CopyColumns;

        // partial[slice][group][tap][row][column] = Σ over the slice's pixels; rows and columns are channels and filters or the reverse.
        // One chunk owns some rows and panels of one slice, for all taps, so that its sums stay in the cache.
        // A block of pixels is read once for each tap, through lists of the pixels for which the tap lies inside the picture.
        public readonly void Execute<T>(int index, int worker)
            where T : struct, ICpuLane<T>
        {
            int slice = index / Units;
            int unit = index % Units;
            int row = unit % RowBlocks * RowBlock;
            int rows = Math.Min(RowBlock, Rows - row);
            int first = unit / RowBlocks * PanelGroup;
            int end = Math.Min(Panels.Count, first + PanelGroup);
            long start = slice * SlicePixels;
            long stop = Math.Min(Grid.Pixels, start + SlicePixels);
            float** inputs = (float**)(Scratch + (worker * PrivateLength));
            float** gradients = inputs + PixelBlock;
            float** copies = gradients + PixelBlock;
            float** rowPointers = LanesAreFilters ? inputs : gradients;
            float** columnPointers = LanesAreFilters ? gradients : inputs;
            long pixel = start;
            do
            {
                int block = (int)Math.Min(PixelBlock, stop - pixel);
                for (int tap = 0; tap < Grid.Taps; tap++)
                {
                    int r = tap / Grid.TapColumns.Count;
                    int count = Grid.FillPairs(pixel, block, r, tap - (r * Grid.TapColumns.Count), inputs, gradients);
                    for (int group = 0; group < Groups; group++)
                    {
                        float* y = Partial + (slice * SliceLength) + (((nint)((group * Grid.Taps) + tap) * Rows) + row) * Panels.PaddedColumns;
                        float** columns = columnPointers;
                        nint column = group * Panels.Columns;
                        if (CopyColumns)
                        {
                            CopyPadded(count, columnPointers, column, copies);
                            columns = copies;
                            column = 0;
                        }

                        OuterKernel<T>.Multiply(
                            count, rowPointers, (group * Rows) + row, rows, columns, column, Panels, first, end, y, accumulate: pixel > start);
                    }
                }

                pixel += block;
            }
            while (pixel < stop);
        }

        // Whole vectors must be readable, also at the end of the tensor: columns that do not fill one are copied.
        private readonly void CopyPadded(int count, float** from, nint column, float** copies)
        {
            float* target = (float*)(copies + PixelBlock);
            for (int p = 0; p < count; p++, target += Panels.PaddedColumns)
            {
                copies[p] = target;
                var padded = new Span<float>(target, Panels.PaddedColumns);
                new ReadOnlySpan<float>(from[p] + column, Panels.Columns).CopyTo(padded);
                padded[Panels.Columns..].Clear();
            }
        }
    }
}
