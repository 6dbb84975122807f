using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.MatMul;

namespace LVW.Native.Engine.Ops.Convolution.Winograd;

/// <summary>
/// Filter gradients of 3×3 convolutions of stride 1 by F(4×4, 3×3) or F(3×3, 3×3): the adjoint of the forward pass in the filter. Inputs and gradients
/// of outputs are transformed, multiplied point by point over the tiles, and the sums transformed to the nine taps. Two schedules: a small
/// filter's sums stay in the cache of a thread that takes a slice of the tiles from beginning to end; with a large filter the tiles of a
/// block are transformed once, and a thread owns some filters and channels.
/// </summary>
internal static unsafe class WinogradFilterGradient
{
    private const int GroupChannels = 64;
    private const int FilterBlock = 48;
    private const int TileRows = 6;
    private const int TilesInCache = 24;
    private const int SmallFilter = 64 * 64;

    // Floats of transformed tiles: 3 MB, of which a thread's part stays in its second-level cache.
    private const long SharedBudget = 3 << 18;
    private const int FewestShared = 48;
    private const int EnoughChunks = 8;
    private const int SmallestSlice = 48;
    private const int Taps = 9;

    /// <summary>dw (+)= the filter's gradient.</summary>
    /// <param name="device">Whose threads and vectors compute.</param>
    /// <param name="g">The sizes.</param>
    /// <param name="x">Input, [N, H, W, C].</param>
    /// <param name="dy">Gradient of the output, [N, P, Q, K], the pixels OutputPixel floats apart.</param>
    /// <param name="dw">Gradient of the filter, [K, 3, 3, C].</param>
    /// <param name="accumulate">Whether to add to <paramref name="dw"/> instead of overwriting it.</param>
    public static void Run(CpuDevice device, in Conv2dGeometry g, float* x, float* dy, float* dw, bool accumulate)
    {
        Storage zeros = device.Rent(Math.Max(g.C, g.K));
        AlignedMemory.Fill(zeros.Floats(), zeros.Length, 0f);
        var pass = new Pass(TileGrid.Forward(g), x, dy, zeros.Floats(), g.C, g.K);
        if (g.C * g.K <= SmallFilter) RunInCache(device, pass, dw, accumulate);
        else RunByFilters(device, pass, dw, accumulate);
        device.Return(zeros);
    }

    private static void RunInCache(CpuDevice device, in Pass pass, float* dw, bool accumulate)
    {
        int slices = Math.Clamp(pass.Grid.Count / (2 * TilesInCache), 1, EnoughChunks);
        var region = new Region(pass.Grid.Tile, pass.Channels, pass.Filters, device.Width);
        long scratchLength = WinogradTile.BetweenLength + TilePlanes.Length(pass.Grid.Tile, TilesInCache, pass.Channels, device.Width)
            + TilePlanes.Length(pass.Grid.Tile, TilesInCache, pass.Filters, device.Width) + region.Length;
        Storage scratch = device.Rent(scratchLength * device.Workers.Threads);
        using var partial = new SlicedTarget(device, slices, pass.FilterLength, dw, accumulate);
        var job = new CacheJob(pass, region, device.Width, partial, (pass.Grid.Count + slices - 1) / slices, scratch.Floats(), (nint)scratchLength);
        device.Run(slices, ref job);
        device.Return(scratch);
    }

    private static void RunByFilters(CpuDevice device, in Pass pass, float* dw, bool accumulate)
    {
        WinogradTile tile = pass.Grid.Tile;
        int tiles = pass.Grid.Count;

        // Without tiles one turn still writes the zeros.
        int turns = Math.Max(1, tiles);
        int shared = (int)Math.Min(turns, Math.Max(FewestShared, SharedBudget / tile.Points / (pass.Channels + pass.Filters)));
        int blocks = (turns + shared - 1) / shared;
        shared = (turns + blocks - 1) / blocks;
        int groups = (pass.Channels + GroupChannels - 1) / GroupChannels;
        int filterBlocks = (pass.Filters + FilterBlock - 1) / FilterBlock;
        int filters = (((pass.Filters + filterBlocks - 1) / filterBlocks) + TileRows - 1) / TileRows * TileRows;
        filterBlocks = (pass.Filters + filters - 1) / filters;
        int units = groups * filterBlocks;
        int slices = Math.Clamp((EnoughChunks + units - 1) / units, 1, Math.Max(1, shared / SmallestSlice));
        long scratchLength = WinogradTile.BetweenLength + new Region(tile, GroupChannels, filters, device.Width).Length;
        Storage inputs = device.Rent(TilePlanes.Length(tile, shared, pass.Channels, device.Width));
        Storage gradients = device.Rent(TilePlanes.Length(tile, shared, pass.Filters, device.Width));
        Storage scratch = device.Rent(scratchLength * device.Workers.Threads);
        using var partial = new SlicedTarget(device, slices, pass.FilterLength, dw, accumulate);
        var x = new TilePlanes(inputs.Floats(), tile, shared, pass.Channels, device.Width);
        var dy = new TilePlanes(gradients.Floats(), tile, shared, pass.Filters, device.Width);
        for (int first = 0; first < turns; first += shared)
        {
            int count = Math.Min(shared, tiles - first);
            var fill = new FillJob(pass, x, dy, first, count, scratch.Floats(), (nint)scratchLength);
            device.Run(fill.Chunks, ref fill);
            var job = new FiltersJob(
                x, dy, count, groups, filters, filterBlocks, (shared + slices - 1) / slices, partial, first > 0, scratch.Floats(), (nint)scratchLength);
            device.Run(slices * units, ref job);
        }

        device.Return(scratch);
        device.Return(gradients);
        device.Return(inputs);
    }

    /// <summary>What all jobs of a pass know.</summary>
    private readonly struct Pass(TileGrid grid, float* x, float* dy, float* zeros, int channels, int filters)
    {
        private readonly float* x = x;
        private readonly float* dy = dy;
        private readonly float* zeros = zeros;

        public TileGrid Grid { get; } = grid;

        public int Channels => channels;

        public int Filters => filters;

        public long FilterLength => (long)filters * Taps * channels;

        public void Fill<T>(in TilePlanes inputs, in TilePlanes gradients, int first, int count, int position, float* between)
            where T : struct, ICpuLane<T>
        {
            inputs.Fill<T>(Grid, first, count, position, x, zeros, between);
            gradients.FillGradient<T>(Grid, first, count, position, dy, zeros, between);
        }
    }

    /// <summary>Sums [point][filter][channel] of some filters and channels.</summary>
    private readonly struct Region(WinogradTile tile, int channels, int filters, SimdWidth width)
    {
        public PanelLayout Panels { get; } = new(channels, width);

        public nint Plane => TilePlanes.Spread((nint)filters * Panels.PaddedColumns);

        public long Length => tile.Points * (long)Plane;

        // sums[point][k][c] (+)= Σ_t gradients[point][start + t][filter + k] · inputs[point][start + t][channel + c].
        public void Add<T>(
            in TilePlanes inputs, in TilePlanes gradients, int start, int count, int channel, int filter, int filterCount, float* sums, bool accumulate)
            where T : struct, ICpuLane<T>
        {
            float** rows = stackalloc float*[2 * count];
            float** columns = rows + count;
            gradients.Rows(start, count, rows);
            inputs.Rows(start, count, columns);
            for (int point = 0; point < tile.Points; point++)
            {
                OuterKernel<T>.Multiply(
                    count, rows, (point * gradients.Plane) + filter, filterCount, columns, (point * inputs.Plane) + channel, Panels, 0, Panels.Count,
                    sums + (point * Plane), accumulate);
            }
        }

        // dw[filter + k][r][s][channel + c] (+)= (Gᵀ sums G)[r, s].
        public void Finish<T>(float* sums, int channel, int filter, int filterCount, int rowLength, float* dw, bool accumulate, float* between)
            where T : struct, ICpuLane<T>
        {
            float** points = stackalloc float*[WinogradTile.MostPoints];
            float** taps = stackalloc float*[Taps];
            for (int point = 0; point < tile.Points; point++) points[point] = sums + (point * Plane);
            for (int k = 0; k < filterCount; k++)
            {
                float* target = dw + ((nint)(filter + k) * Taps * rowLength) + channel;
                for (int tap = 0; tap < Taps; tap++) taps[tap] = target + ((nint)tap * rowLength);
                tile.FilterGradient<T>(Panels.Columns, points, (nint)k * Panels.PaddedColumns, between, taps, accumulate);
            }
        }
    }

    /// <summary>Where slices of the tiles leave their gradients: the target itself when there is one slice, else one copy each, added in order.</summary>
    private readonly ref struct SlicedTarget
    {
        private readonly CpuDevice device;
        private readonly Storage? partial;
        private readonly float* target;
        private readonly long length;
        private readonly int slices;
        private readonly bool accumulate;

        public SlicedTarget(CpuDevice device, int slices, long length, float* target, bool accumulate)
        {
            this.device = device;
            this.slices = slices;
            this.length = length;
            this.target = target;
            this.accumulate = accumulate;
            if (slices > 1) partial = device.Rent(slices * length);
        }

        public Slices Parts => partial is null ? new Slices(target, 0, accumulate) : new Slices(partial.Floats(), (nint)length, accumulate: false);

        public static implicit operator Slices(SlicedTarget target) => target.Parts;

        public void Dispose()
        {
            if (partial is null) return;
            ColumnSum.Run(device, partial.Floats(), slices, checked((int)length), target, accumulate);
            device.Return(partial);
        }
    }

    private readonly struct Slices(float* values, nint length, bool accumulate)
    {
        private readonly float* values = values;

        public bool Accumulate => accumulate;

        public float* Of(int slice) => values + (slice * length);
    }

    // The whole gradient of a slice of the tiles: a few tiles at a time are transformed and multiplied in the thread's own cache.
    private readonly struct CacheJob(Pass pass, Region region, SimdWidth width, Slices target, int slice, float* scratch, nint scratchLength) : ILaneJob
    {
        public void Execute<T>(int index, int worker)
            where T : struct, ICpuLane<T>
        {
            float* between = scratch + (worker * scratchLength);
            float* memory = between + WinogradTile.BetweenLength;
            var inputs = new TilePlanes(memory, pass.Grid.Tile, TilesInCache, pass.Channels, width);
            memory += TilePlanes.Length(pass.Grid.Tile, TilesInCache, pass.Channels, width);
            var gradients = new TilePlanes(memory, pass.Grid.Tile, TilesInCache, pass.Filters, width);
            float* sums = memory + TilePlanes.Length(pass.Grid.Tile, TilesInCache, pass.Filters, width);
            int start = index * slice;
            int end = Math.Min(pass.Grid.Count, start + slice);
            int first = start;
            do
            {
                int count = Math.Clamp(end - first, 0, TilesInCache);
                if (count > 0) pass.Fill<T>(inputs, gradients, first, count, 0, between);
                region.Add<T>(inputs, gradients, 0, count, 0, 0, pass.Filters, sums, accumulate: first > start);
                first += TilesInCache;
            }
            while (first < end);
            region.Finish<T>(sums, 0, 0, pass.Filters, pass.Channels, target.Of(index), target.Accumulate, between);
        }
    }

    // points of inputs and of gradients of outputs; a chunk is a few tiles.
    private readonly struct FillJob(Pass pass, TilePlanes inputs, TilePlanes gradients, int first, int count, float* scratch, nint scratchLength) : ILaneJob
    {
        private const int Tiles = 4;

        public int Chunks => (count + Tiles - 1) / Tiles;

        public void Execute<T>(int index, int worker)
            where T : struct, ICpuLane<T>
        {
            int start = index * Tiles;
            pass.Fill<T>(inputs, gradients, first + start, Math.Min(Tiles, count - start), start, scratch + (worker * scratchLength));
        }
    }

    // The gradient of some filters and channels over a slice of the block's tiles, at all points: the sums stay in the thread's cache.
    private readonly struct FiltersJob(
        TilePlanes inputs, TilePlanes gradients, int tiles, int groups, int filters, int filterBlocks, int slice, Slices target, bool further,
        float* scratch, nint scratchLength) : ILaneJob
    {
        public void Execute<T>(int index, int worker)
            where T : struct, ICpuLane<T>
        {
            int channel = index % groups * GroupChannels;
            int filter = index / groups % filterBlocks * filters;
            int part = index / groups / filterBlocks;
            int start = part * slice;
            int count = Math.Clamp(tiles - start, 0, slice);
            int filterCount = Math.Min(filters, gradients.Channels - filter);
            var region = new Region(inputs.Tile, Math.Min(GroupChannels, inputs.Channels - channel), filters, (SimdWidth)T.Width);
            float* between = scratch + (worker * scratchLength);
            float* sums = between + WinogradTile.BetweenLength;
            region.Add<T>(inputs, gradients, start, count, channel, filter, filterCount, sums, accumulate: false);
            region.Finish<T>(sums, channel, filter, filterCount, inputs.Channels, target.Of(part), further || target.Accumulate, between);
        }
    }
}
