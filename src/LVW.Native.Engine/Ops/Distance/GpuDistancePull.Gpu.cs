using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.MatMul;

namespace LVW.Native.Engine.Ops.Distance;

/// <summary>
/// Both gradients of the squared distances: dx[a, k] (+)= Σ_b 2·g[a, b]·(x[a, k] − y[b, k]), where x are the rows and y the points, or the
/// other way round. Long sums are cut into slices that the sizes alone decide, and the slices added in order.
/// </summary>
internal static class GpuDistancePull
{
    private const int Side = GpuDistanceTile.Side;
    private const int Own = GpuDistanceTile.Own;
    private const int Across = GpuDistanceTile.Across;

    // Neighbours b that pass through shared memory at a time, and at least in a slice; more slices than 64 would only be more to add up.
    private const int Pass = 32;
    private const int Stride = Pass + 4;
    private const int ShortestSlice = 128;
    private const int MostSlices = 64;
    private const int EnoughGroups = 1024;

    /// <summary>Tiles that cover so many rows.</summary>
    public static int Tiles(int rows) => (rows + Side - 1) / Side;

    /// <summary>Computes one gradient.</summary>
    public static void Run(GpuDevice device, in GpuPullSizes sizes, Storage g, Storage x, Storage y, Storage dx, bool accumulate)
    {
        int slice = SliceOf(sizes);
        int slices = Math.Max(1, (sizes.Others + slice - 1) / slice);
        var grid = new GpuGrid(Tiles(sizes.Rows), Tiles(sizes.Depth), slices);
        if (slices == 1)
        {
            device.Launch(grid, new PullKernel(sizes, slice, g.View(), x.View(), y.View(), dx.View(), accumulate ? 1 : 0));
            return;
        }

        var cut = new GpuSlices(slices, slice, sizes.Depth, dx.Length, dx.Length);
        var rows = new GpuMatrixRows(sizes.Depth, groupStride: 0);
        Storage parts = cut.Rent(device);
        device.Launch(grid, new PullKernel(sizes, slice, g.View(), x.View(), y.View(), parts.View(), 0));
        if (accumulate) cut.Combine(device, parts, rows, default(GpuAccumulateEpilogue), dx);
        else cut.Combine(device, parts, rows, default(GpuNoEpilogue), dx);
    }

    // As many slices as fill a GPU together with the tiles, so that large gradients are not held several times.
    private static int SliceOf(in GpuPullSizes sizes)
    {
        long tiles = (long)Tiles(sizes.Rows) * Tiles(sizes.Depth);
        int wanted = (int)Math.Clamp(EnoughGroups / Math.Max(1, tiles), 1, MostSlices);
        int even = (sizes.Others + wanted - 1) / wanted;
        return Math.Max(ShortestSlice, (even + Pass - 1) / Pass * Pass);
    }

    // dx[slice, a, k] (+)= Σ_b 2·g[a, b]·(x[a, k] − y[b, k]) over b of the slice; a group is 64 × 64 of (a, k), a thread 4 × 4 of them.
    // g passes through shared memory four b at a time, y a row of k at a time; x stays in registers.
    internal readonly struct PullKernel(
        GpuPullSizes sizes, int slice, ArrayView<float> g, ArrayView<float> x, ArrayView<float> y, ArrayView<float> dx, int accumulate) : IGpuKernel
    {
        public void Execute()
        {
            ArrayView<float> weights = SharedMemory.Allocate<float>(Side * Stride);
            ArrayView<float> others = SharedMemory.Allocate<float>(Pass * Side);
            ArrayView<float> sums = LocalMemory.Allocate<float>(Own * Own);
            ArrayView<float> own = LocalMemory.Allocate<float>(Own * Own);
            int a0 = (Grid.IdxX * Side) + PowerOfTwo.Quotient(Group.IdxX, Across);
            int k0 = (Grid.IdxY * Side) + PowerOfTwo.Remainder(Group.IdxX, Across);
            for (int i = 0; i < Own; i++)
            {
                int a = a0 + (i * Across);
                for (int j = 0; j < Own; j++)
                {
                    int k = k0 + (j * Across);
                    own[(i * Own) + j] = a < sizes.Rows && k < sizes.Depth ? x[(a * sizes.Depth) + k] : 0f;
                    sums[(i * Own) + j] = 0f;
                }
            }

            int end = IntrinsicMath.Min(sizes.Others, (Grid.IdxZ + 1) * slice);
            for (int b = Grid.IdxZ * slice; b < end; b += Pass)
            {
                LoadWeights(b, end, weights);
                LoadOthers(b, end, others);
                Group.Barrier();
                Add(weights, others, own, sums);
                Group.Barrier();
            }

            for (int i = 0; i < Own; i++)
            {
                int a = a0 + (i * Across);
                for (int j = 0; j < Own; j++)
                {
                    int k = k0 + (j * Across);
                    if (a >= sizes.Rows || k >= sizes.Depth) continue;
                    int at = (((Grid.IdxZ * sizes.Rows) + a) * sizes.Depth) + k;
                    dx[at] = accumulate != 0 ? dx[at] + sums[(i * Own) + j] : sums[(i * Own) + j];
                }
            }
        }

        // Neighbouring threads read neighbouring gradients, whichever way round they lie.
        private void LoadWeights(int b0, int end, ArrayView<float> weights)
        {
            for (int t = Group.IdxX; t < Side * Pass; t += Across * Across)
            {
                int row = sizes.OtherStep == 1 ? t / Pass : t % Side;
                int other = sizes.OtherStep == 1 ? t % Pass : t / Side;
                int a = (Grid.IdxX * Side) + row;
                int b = b0 + other;
                weights[(row * Stride) + other] = a < sizes.Rows && b < end ? 2f * g[(a * sizes.RowStep) + (b * sizes.OtherStep)] : 0f;
            }
        }

        private void LoadOthers(int b0, int end, ArrayView<float> others)
        {
            int column = PowerOfTwo.Remainder(Group.IdxX, Side);
            int k = (Grid.IdxY * Side) + column;
            for (int other = PowerOfTwo.Quotient(Group.IdxX, Side); other < Pass; other += Across * Across / Side)
            {
                others[(other * Side) + column] = k < sizes.Depth && b0 + other < end ? y[((b0 + other) * sizes.Depth) + k] : 0f;
            }
        }

        private static void Add(ArrayView<float> weights, ArrayView<float> others, ArrayView<float> own, ArrayView<float> sums)
        {
            int column = PowerOfTwo.Remainder(Group.IdxX, Across);
            int row = PowerOfTwo.Quotient(Group.IdxX, Across);
            for (int b = 0; b < Pass; b++)
            {
                for (int j = 0; j < Own; j++)
                {
                    float other = others[(b * Side) + column + (j * Across)];
                    for (int i = 0; i < Own; i++)
                    {
                        float weight = weights[((row + (i * Across)) * Stride) + b];
                        sums[(i * Own) + j] = (weight * (own[(i * Own) + j] - other)) + sums[(i * Own) + j];
                    }
                }
            }
        }
    }
}
