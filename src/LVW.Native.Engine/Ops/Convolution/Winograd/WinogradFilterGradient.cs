using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.MatMul;

namespace LVW.Native.Engine.Ops.Convolution.Winograd;

/// <summary>
/// Filter gradients of 3×3 convolutions of stride 1 by F(4×4, 3×3): the adjoint of the forward pass in the filter. Inputs and gradients
/// of outputs are transformed, multiplied point by point over the tiles, and the sums transformed to the nine taps.
/// </summary>
internal static unsafe class WinogradFilterGradient
{
    private const int GroupChannels = 64;
    private const int FilterBlock = 48;
    private const int TileRows = 6;
    private const long SharedBudget = 7 << 19;
    private const int FewestShared = 96;
    private const int EnoughChunks = 32;
    private const int SmallestSlice = 48;

    /// <summary>dw (+)= the filter's gradient.</summary>
    /// <param name="device">Whose threads and vectors compute.</param>
    /// <param name="g">The sizes.</param>
    /// <param name="x">Input, [N, H, W, C].</param>
    /// <param name="dy">Gradient of the output, [N, P, Q, K].</param>
    /// <param name="dw">Gradient of the filter, [K, 3, 3, C].</param>
    /// <param name="accumulate">Whether to add to <paramref name="dw"/> instead of overwriting it.</param>
    public static void Run(CpuDevice device, in Conv2dGeometry g, float* x, float* dy, float* dw, bool accumulate)
    {
        TileGrid grid = TileGrid.Forward(g);
        int tiles = grid.Count;
        int shared = (int)Math.Min(tiles, Math.Max(FewestShared, SharedBudget / TileGrid.Points / (g.C + g.K)));
        int blocks = (tiles + shared - 1) / shared;
        shared = (tiles + blocks - 1) / blocks;
        int groups = (g.C + GroupChannels - 1) / GroupChannels;
        int filterBlocks = (g.K + FilterBlock - 1) / FilterBlock;
        int filters = (((g.K + filterBlocks - 1) / filterBlocks) + TileRows - 1) / TileRows * TileRows;
        filterBlocks = (g.K + filters - 1) / filters;
        int units = groups * filterBlocks;
        int slices = Math.Clamp((EnoughChunks + units - 1) / units, 1, Math.Max(1, shared / SmallestSlice));
        int between = TileTransform<InputLine>.BetweenLength;
        long scratchLength = between + (TileGrid.Points * (long)filters * GroupChannels);
        long length = (long)g.K * 9 * g.C;
        Storage zeros = device.Rent(Math.Max(g.C, g.K));
        Storage inputs = device.Rent(TilePlanes.Length(shared, g.C, device.Width));
        Storage gradients = device.Rent(TilePlanes.Length(shared, g.K, device.Width));
        Storage scratch = device.Rent(scratchLength * device.Workers.Threads);
        Storage? partial = slices > 1 ? device.Rent(slices * length) : null;
        AlignedMemory.Fill(zeros.Floats(), zeros.Length, 0f);
        var job = new Job
        {
            Grid = grid,
            X = x,
            Dy = dy,
            Zeros = zeros.Floats(),
            Inputs = new TilePlanes(inputs.Floats(), shared, g.C, device.Width),
            Gradients = new TilePlanes(gradients.Floats(), shared, g.K, device.Width),
            Scratch = scratch.Floats(),
            ScratchLength = (nint)scratchLength,
            Groups = groups,
            Filters = filters,
            FilterBlocks = filterBlocks,
            Slice = (shared + slices - 1) / slices,
            Target = partial is null ? dw : partial.Floats(),
            SliceLength = (nint)length,
            Accumulate = accumulate && partial is null,
        };
        for (int first = 0; first < tiles; first += shared)
        {
            job.First = first;
            job.Count = Math.Min(shared, tiles - first);
            var fill = new FillJob(job);
            device.Run(fill.Chunks, ref fill);
            device.Run(slices * units, ref job);
            job.Accumulate = true;
        }

        if (partial is not null)
        {
            ColumnSum.Run(device, partial.Floats(), slices, checked((int)length), dw, accumulate);
            device.Return(partial);
        }

        device.Return(scratch);
        device.Return(gradients);
        device.Return(inputs);
        device.Return(zeros);
    }

    // points of inputs and of gradients of outputs; a chunk is a few tiles.
    private readonly struct FillJob(Job job) : ILaneJob
    {
        private const int Tiles = 4;

        public int Chunks => (job.Count + Tiles - 1) / Tiles;

        public void Execute<T>(int index, int worker)
            where T : struct, ICpuLane<T>
        {
            float* between = job.Scratch + (worker * job.ScratchLength);
            int end = Math.Min(job.Count, (index + 1) * Tiles);
            for (int t = index * Tiles; t < end; t++)
            {
                job.Inputs.Fill<T>(job.Grid, job.First + t, t, job.X, job.Zeros, between);
                job.Gradients.FillGradient<T>(job.Grid, job.First + t, t, job.Dy, job.Zeros, between);
            }
        }
    }

    private struct Job : ILaneJob
    {
        public TileGrid Grid;
        public float* X;
        public float* Dy;
        public float* Zeros;
        public TilePlanes Inputs;
        public TilePlanes Gradients;
        public float* Scratch;
        public nint ScratchLength;
        public int First;
        public int Count;
        public int Groups;
        public int Filters;
        public int FilterBlocks;
        public int Slice;
        public float* Target;
        public nint SliceLength;
        public bool Accumulate;

        // sums[point][k][c] = Σ_t gradients[point][t][k] · inputs[point][t][c], then dw[k][r][s][c] (+)= (Gᵀ sums G)[r, s].
        // A chunk owns some filters and channels of a slice of the tiles, at all points: the sums stay in its cache.
        public readonly void Execute<T>(int index, int worker)
            where T : struct, ICpuLane<T>
        {
            int channel = index % Groups * GroupChannels;
            int filter = index / Groups % FilterBlocks * Filters;
            int slice = index / Groups / FilterBlocks;
            int start = slice * Slice;
            int count = Math.Clamp(Count - start, 0, Slice);
            int channels = Math.Min(GroupChannels, Inputs.Channels - channel);
            int filters = Math.Min(Filters, Gradients.Channels - filter);
            var panels = new PanelLayout(channels, (SimdWidth)T.Width);
            float* between = Scratch + (worker * ScratchLength);
            float* sums = between + TileTransform<InputLine>.BetweenLength;
            nint plane = (nint)Filters * panels.PaddedColumns;
            float** rows = stackalloc float*[2 * count];
            float** columns = rows + count;
            Gradients.Rows(start, count, rows);
            Inputs.Rows(start, count, columns);
            for (int point = 0; point < TileGrid.Points; point++)
            {
                OuterKernel<T>.Multiply(
                    count, rows, (point * Gradients.Plane) + filter, filters, columns, (point * Inputs.Plane) + channel, panels, 0, panels.Count,
                    sums + (point * plane), accumulate: false);
            }

            float** points = stackalloc float*[TileGrid.Points];
            float** taps = stackalloc float*[9];
            for (int point = 0; point < TileGrid.Points; point++) points[point] = sums + (point * plane);
            for (int k = 0; k < filters; k++)
            {
                float* target = Target + (slice * SliceLength) + ((nint)(filter + k) * 9 * Inputs.Channels) + channel;
                for (int tap = 0; tap < 9; tap++) taps[tap] = target + ((nint)tap * Inputs.Channels);
                TileTransform<FilterGradientLine>.Run<T, NoEpilogue>(
                    channels, points, (nint)k * panels.PaddedColumns, between, taps, 0, Accumulate, default);
            }
        }
    }
}
