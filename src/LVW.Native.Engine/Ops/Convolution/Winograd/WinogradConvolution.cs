using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.MatMul;

namespace LVW.Native.Engine.Ops.Convolution.Winograd;

/// <summary>
/// 3×3 convolutions of stride 1, and their input gradients, by F(4×4, 3×3), 36 products for 16 results instead of 144, or F(3×3, 3×3), 25 for 9
/// instead of 81. Tiles are transformed, multiplied by the transformed filter point by point, and transformed back. Two schedules: with a
/// small filter every thread does all three steps for a few tiles in its own cache; with a large one the tiles are transformed once, and a
/// thread owns some columns and transforms its part of the filter itself, so that the transformed filter, four times the filter's size, never
/// reaches memory, unless an inference keeps it.
/// </summary>
internal static unsafe class WinogradConvolution
{
    private const int GroupColumns = 64;
    private const int DepthBlock = 64;
    private const int SmallFilter = 128 * 128;
    private const int TilesInCache = 12;
    private const int SmallestPart = 24;

    // Floats of transformed tiles: 8 MB, shared by all threads in the third-level cache.
    private const long SharedBudget = 2 << 20;
    private const int FewestShared = 48;

    /// <summary>results (+)= f(convolution of the source), for a forward pass or an input gradient.</summary>
    /// <param name="device">Whose threads and vectors compute.</param>
    /// <param name="grid">The tiles.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="kept">What <see cref="KeptPlanes"/> gave for the filter, or null.</param>
    /// <param name="source">[images, rows, columns, depth], the pixels as far apart as the grid says.</param>
    /// <param name="results">[images, rows, columns, columns of the filter], likewise.</param>
    /// <param name="accumulate">Whether the results' present values are added before the epilogue.</param>
    /// <param name="epilogue">What happens to finished sums.</param>
    public static void Run<TEpilogue>(
        CpuDevice device, in TileGrid grid, in TileFilter filter, float* kept, float* source, float* results, bool accumulate, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue
    {
        if (grid.Count == 0) return;
        Storage zeros = device.Rent(filter.Depth);
        AlignedMemory.Fill(zeros.Floats(), filter.Depth, 0f);
        var pass = new Pass<TEpilogue>(grid, filter, kept, source, results, zeros.Floats(), accumulate, epilogue, device.Width);
        if ((long)filter.Depth * filter.Columns <= SmallFilter) RunInCache(device, pass);
        else RunByColumns(device, pass);
        device.Return(zeros);
    }

    /// <summary>The whole filter, transformed once and kept until its values change; null where the schedule transforms it in no time.</summary>
    /// <param name="device">Whose threads and vectors compute.</param>
    /// <param name="tile">The tile.</param>
    /// <param name="filter">The filter.</param>
    /// <param name="values">The filter's values, whose change makes the planes stale.</param>
    /// <param name="kept">Where the planes are kept.</param>
    public static float* KeptPlanes(CpuDevice device, WinogradTile tile, in TileFilter filter, Storage values, KeptBlock kept)
    {
        // Groups of columns must be whole panels, so that a group finds its own.
        if ((long)filter.Depth * filter.Columns <= SmallFilter || filter.Columns % GroupColumns != 0) return null;
        var transform = new FilterJob(tile, filter, device, null, KeptPlane(filter));
        return kept.Of(device, values, tile.Points * (long)KeptPlane(filter), ref transform).Floats();
    }

    private static nint KeptPlane(in TileFilter filter) => TilePlanes.Spread((nint)filter.Depth * filter.Columns);

    private static void RunInCache<TEpilogue>(CpuDevice device, in Pass<TEpilogue> pass)
        where TEpilogue : struct, IEpilogue
    {
        WinogradTile tile = pass.Grid.Tile;
        int depth = pass.Filter.Depth, columns = pass.Filter.Columns;
        var panels = new PanelLayout(columns, device.Width);
        nint plane = TilePlanes.Spread((nint)depth * panels.PaddedColumns);
        Storage planes = device.Rent(tile.Points * (long)plane);
        var transform = new FilterJob(tile, pass.Filter, device, planes.Floats(), plane);
        transform.Run();
        long scratchLength = TilePlanes.Length(tile, TilesInCache, depth, device.Width) + TilePlanes.Length(tile, TilesInCache, columns, device.Width)
            + WinogradTile.BetweenLength;
        Storage scratch = device.Rent(scratchLength * device.Workers.Threads);
        var job = new CacheJob<TEpilogue>(pass, planes.Floats(), plane, scratch.Floats(), (nint)scratchLength);
        device.Run((pass.Grid.Count + TilesInCache - 1) / TilesInCache, ref job);
        device.Return(scratch);
        device.Return(planes);
    }

    private static void RunByColumns<TEpilogue>(CpuDevice device, in Pass<TEpilogue> pass)
        where TEpilogue : struct, IEpilogue
    {
        WinogradTile tile = pass.Grid.Tile;
        int depth = pass.Filter.Depth, tiles = pass.Grid.Count;
        int groups = (pass.Filter.Columns + GroupColumns - 1) / GroupColumns;
        int shared = (int)Math.Min(tiles, Math.Max(FewestShared, SharedBudget / tile.Points / depth));
        int blocks = (tiles + shared - 1) / shared;
        shared = (tiles + blocks - 1) / blocks;

        // Few groups of columns: the tiles are dealt out as well, and threads transform the same part of the filter.
        int parts = Math.Clamp((2 * device.Workers.Threads) / groups, 1, Math.Max(1, shared / SmallestPart));
        int part = (shared + parts - 1) / parts;
        nint plane = TilePlanes.Spread((nint)DepthBlock * GroupColumns);
        long scratchLength = (tile.Points * plane) + TileFilter.CopyLength(DepthBlock, GroupColumns)
            + TilePlanes.Length(tile, part, GroupColumns, device.Width) + WinogradTile.BetweenLength;
        Storage planes = device.Rent(TilePlanes.Length(tile, shared, depth, device.Width));
        Storage scratch = device.Rent(scratchLength * device.Workers.Threads);
        for (int first = 0; first < tiles; first += shared)
        {
            int count = Math.Min(shared, tiles - first);
            var source = new TilePlanes(planes.Floats(), tile, shared, depth, device.Width);
            var fill = new SourceJob<TEpilogue>(pass, source, first, count, scratch.Floats(), (nint)scratchLength);
            fill.Run(device);
            var job = new ColumnsJob<TEpilogue>(pass, source, first, count, part, groups, scratch.Floats(), (nint)scratchLength);
            device.Run(groups * parts, ref job);
        }

        device.Return(scratch);
        device.Return(planes);
    }

    /// <summary>What all jobs of a pass know.</summary>
    internal readonly struct Pass<TEpilogue>(
        TileGrid grid, TileFilter filter, float* kept, float* source, float* results, float* zeros, bool accumulate, TEpilogue epilogue, SimdWidth width)
        where TEpilogue : struct, IEpilogue
    {
        private readonly float* results = results;

        public TileGrid Grid { get; } = grid;

        public TileFilter Filter { get; } = filter;

        /// <summary>The whole filter, transformed and kept, or null.</summary>
        public float* Kept { get; } = kept;

        public float* Source { get; } = source;

        public float* Zeros { get; } = zeros;

        public SimdWidth Width { get; } = width;

        /// <summary>Transforms the products of tiles back: planes of a run of columns to results.</summary>
        public void Finish<T>(in TilePlanes products, int first, int count, int column, float* between)
            where T : struct, ICpuLane<T>
        {
            float** points = stackalloc float*[WinogradTile.MostPoints];
            float** pixels = stackalloc float*[WinogradTile.MostPoints];
            products.Points(points);
            var shifted = new ShiftedEpilogue<TEpilogue>(epilogue, column);
            for (int t = 0; t < count; t++)
            {
                Grid.Results(first + t, results, null, pixels);
                Grid.Tile.Output<T, ShiftedEpilogue<TEpilogue>>(products.Channels, points, t * products.Row, between, pixels, column, accumulate, shifted);
            }
        }
    }

    /// <summary>An epilogue that begins at a column.</summary>
    internal readonly struct ShiftedEpilogue<TEpilogue>(TEpilogue epilogue, nint shift) : IEpilogue
        where TEpilogue : struct, IEpilogue
    {
        public static bool InRegisters => TEpilogue.InRegisters;

        public T Apply<T>(T sum, nint column, float* place)
            where T : struct, ICpuLane<T>
            => epilogue.Apply<T>(sum, shift + column, place);
    }

    // planes[point][panel][d][j]: the whole filter, transformed; a chunk is a block of the depth of a panel.
    private struct FilterJob(WinogradTile tile, TileFilter filter, CpuDevice device, float* planes, nint plane) : ILaneJob, IBlockFill
    {
        private const int Rows = 32;

        private readonly PanelLayout panels = new(filter.Columns, device.Width);
        private float* planes = planes;
        private float* scratch;
        private nint scratchLength;

        public void Fill(Storage block)
        {
            planes = block.Floats();
            Run();
        }

        public void Run()
        {
            scratchLength = (nint)TileFilter.CopyLength(Rows, panels.FirstColumn(1)) + WinogradTile.BetweenLength;
            Storage block = device.Rent(scratchLength * device.Workers.Threads);
            scratch = block.Floats();
            device.Run(panels.Count * ((filter.Depth + Rows - 1) / Rows), ref this);
            device.Return(block);
        }

        public readonly void Execute<T>(int index, int worker)
            where T : struct, ICpuLane<T>
        {
            int first = index / panels.Count * Rows;
            int column = panels.FirstColumn(index % panels.Count);
            var panel = new PanelLayout(panels.FirstColumn((index % panels.Count) + 1) - column, (SimdWidth)T.Width);
            float* between = scratch + (worker * scratchLength);
            float* target = planes + ((nint)column * filter.Depth) + ((nint)first * panel.PaddedColumns);
            filter.Transform<T>(
                tile, first, Math.Min(Rows, filter.Depth - first), column, panel, between + WinogradTile.BetweenLength, between, target, plane);
        }
    }

    // results of some tiles, all columns: transform, multiply at all points, transform back, all in the thread's own cache.
    private readonly struct CacheJob<TEpilogue>(Pass<TEpilogue> pass, float* planes, nint plane, float* scratch, nint scratchLength) : ILaneJob
        where TEpilogue : struct, IEpilogue
    {
        public void Execute<T>(int index, int worker)
            where T : struct, ICpuLane<T>
        {
            int first = index * TilesInCache;
            int count = Math.Min(TilesInCache, pass.Grid.Count - first);
            int depth = pass.Filter.Depth, columns = pass.Filter.Columns;
            float* between = scratch + (worker * scratchLength);
            float* memory = between + WinogradTile.BetweenLength;
            var source = new TilePlanes(memory, pass.Grid.Tile, TilesInCache, depth, pass.Width);
            memory += TilePlanes.Length(pass.Grid.Tile, TilesInCache, depth, pass.Width);
            var products = new TilePlanes(memory, pass.Grid.Tile, TilesInCache, columns, pass.Width);
            source.Fill<T>(pass.Grid, first, count, 0, pass.Source, pass.Zeros, between);
            Multiply<T>(source, 0, count, 0, depth, products, planes, plane, accumulate: false, pass.Filter, depth, 0, 0);
            pass.Finish<T>(products, first, count, 0, between);
        }
    }

    // points[point][tile][d]: a chunk is a few tiles of the source.
    private readonly struct SourceJob<TEpilogue>(Pass<TEpilogue> pass, TilePlanes planes, int first, int count, float* scratch, nint scratchLength) : ILaneJob
        where TEpilogue : struct, IEpilogue
    {
        private const int Tiles = 4;

        public void Run(CpuDevice device)
        {
            SourceJob<TEpilogue> job = this;
            device.Run((count + Tiles - 1) / Tiles, ref job);
        }

        public void Execute<T>(int index, int worker)
            where T : struct, ICpuLane<T>
        {
            int start = index * Tiles;
            planes.Fill<T>(pass.Grid, first + start, Math.Min(Tiles, count - start), start, pass.Source, pass.Zeros, scratch + (worker * scratchLength));
        }
    }

    // results of a part of the tiles, some columns: blocks of the depth of the filter are transformed and multiplied one after the other.
    private readonly struct ColumnsJob<TEpilogue>(
        Pass<TEpilogue> pass, TilePlanes source, int first, int count, int part, int groups, float* scratch, nint scratchLength) : ILaneJob
        where TEpilogue : struct, IEpilogue
    {
        public void Execute<T>(int index, int worker)
            where T : struct, ICpuLane<T>
        {
            int column = index % groups * GroupColumns;
            int start = index / groups * part;
            int tiles = Math.Min(part, count - start);
            if (tiles <= 0) return;
            int columns = Math.Min(GroupColumns, pass.Filter.Columns - column);
            var panels = new PanelLayout(columns, pass.Width);
            float* between = scratch + (worker * scratchLength);
            float* copy = between + WinogradTile.BetweenLength;
            float* planes = copy + TileFilter.CopyLength(DepthBlock, GroupColumns);
            nint plane = TilePlanes.Spread((nint)DepthBlock * GroupColumns);
            int whole = pass.Filter.Depth;
            var products = new TilePlanes(planes + (pass.Grid.Tile.Points * plane), pass.Grid.Tile, part, columns, pass.Width);
            if (pass.Kept is not null)
            {
                float* kept = pass.Kept + ((nint)column * whole);
                Multiply<T>(source, start, tiles, 0, whole, products, kept, KeptPlane(pass.Filter), accumulate: false, pass.Filter, whole, column, columns);
                pass.Finish<T>(products, first + start, tiles, column, between);
                return;
            }

            for (int d = 0; d < whole; d += DepthBlock)
            {
                int depth = Math.Min(DepthBlock, whole - d);
                pass.Filter.Transform<T>(pass.Grid.Tile, d, depth, column, panels, copy, between, planes, plane);
                Multiply<T>(source, start, tiles, d, depth, products, planes, plane, accumulate: d > 0, pass.Filter, d + DepthBlock, column, columns);
            }

            pass.Finish<T>(products, first + start, tiles, column, between);
        }
    }

    // products[point][t][j] (+)= Σ_d source[point][start + t][d] · planes[point][d][j].
    private static void Multiply<T>(
        in TilePlanes source, int start, int count, int offset, int depth, in TilePlanes products, float* planes, nint plane, bool accumulate,
        in TileFilter filter, int next, int column, int columns)
        where T : struct, ICpuLane<T>
    {
        float** tables = stackalloc float*[2 * count];
        source.Rows(start, count, tables);
        products.Rows(0, count, tables + count);
        var panels = new PanelLayout(products.PaddedChannels, (SimdWidth)T.Width);
        var rows = new RowBlock { Count = count, Taps = 1, Depth = depth, Sources = tables, TapStride = 0, Targets = tables + count };
        for (int point = 0; point < source.Tile.Points; point++)
        {
            if (next < filter.Depth) filter.Prefetch(next, Math.Min(DepthBlock, filter.Depth - next), column, columns, point, source.Tile.Points);
            rows.Offset = offset + (point * source.Plane);
            rows.FirstColumn = point * products.Plane;
            RowKernel<T>.Multiply(rows, panels, 0, panels.Count, planes + (point * plane), accumulate, default(NoEpilogue));
        }
    }
}
