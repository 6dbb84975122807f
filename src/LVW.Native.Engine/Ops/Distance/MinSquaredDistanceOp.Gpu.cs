using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Distance;

/// <content>GPU kernels.</content>
public sealed partial class MinSquaredDistanceOp
{
    /// <summary>The sizes as kernels take them; a picture's cells are searched in pieces of two tiles.</summary>
    internal readonly record struct GpuSizes(int Pictures, int Cells, int Points, int Depth)
    {
        public const int CellsOfPiece = 2 * GpuDistanceTile.Side;

        public int Pieces => (Cells + CellsOfPiece - 1) / CellsOfPiece;
    }

    // values[n, piece, j], cells[n, piece, j] = min over the piece's cells c of Σ_k (z[n, c, k] − p[j, k])² and its c.
    // A group is a picture, a piece and 64 points; a thread keeps the best of its cells for four points, then sixteen such are compared.
    // Rows and points pass through shared memory as in the distances themselves; no distance reaches memory.
    internal readonly struct NearestKernel(
        GpuSizes sizes, ArrayView<float> z, ArrayView<float> p, ArrayView<float> values, ArrayView<int> cells) : IGpuKernel
    {
        public void Execute()
        {
            ArrayView<float> bestOf = SharedMemory.Allocate<float>(GpuDistanceTile.Across * GpuDistanceTile.Side);
            ArrayView<int> placeOf = SharedMemory.Allocate<int>(GpuDistanceTile.Across * GpuDistanceTile.Side);
            ArrayView<float> sums = LocalMemory.Allocate<float>(GpuDistanceTile.Own * GpuDistanceTile.Own);
            ArrayView<float> best = LocalMemory.Allocate<float>(GpuDistanceTile.Own);
            ArrayView<int> place = LocalMemory.Allocate<int>(GpuDistanceTile.Own);
            var tile = GpuDistanceTile.Create();
            int x = Group.IdxX % GpuDistanceTile.Across;
            int y = Group.IdxX / GpuDistanceTile.Across;
            int point = Grid.IdxY * GpuDistanceTile.Side;
            int first = Grid.IdxZ * GpuSizes.CellsOfPiece;
            int end = IntrinsicMath.Min(sizes.Cells, first + GpuSizes.CellsOfPiece);
            int picture = Grid.IdxX * sizes.Cells;
            for (int j = 0; j < GpuDistanceTile.Own; j++)
            {
                best[j] = float.PositiveInfinity;
                place[j] = first;
            }

            for (int cell = first; cell < end; cell += GpuDistanceTile.Side)
            {
                tile.Measure(z, picture + cell, picture + end, p, point, sizes.Points, sizes.Depth, sums);
                for (int i = 0; i < GpuDistanceTile.Own; i++)
                {
                    int c = cell + y + (i * GpuDistanceTile.Across);
                    for (int j = 0; j < GpuDistanceTile.Own; j++)
                    {
                        float value = sums[(i * GpuDistanceTile.Own) + j];
                        bool beats = c < end && value < best[j];
                        place[j] = beats ? c : place[j];
                        best[j] = beats || (c < end && float.IsNaN(value)) ? value : best[j];
                    }
                }
            }

            for (int j = 0; j < GpuDistanceTile.Own; j++)
            {
                int at = (y * GpuDistanceTile.Side) + x + (j * GpuDistanceTile.Across);
                bestOf[at] = best[j];
                placeOf[at] = place[j];
            }

            Group.Barrier();
            if (Group.IdxX < GpuDistanceTile.Side && point + Group.IdxX < sizes.Points) Write(bestOf, placeOf, point + Group.IdxX);
        }

        private void Write(ArrayView<float> bestOf, ArrayView<int> placeOf, int point)
        {
            float best = bestOf[Group.IdxX];
            int place = placeOf[Group.IdxX];
            for (int y = 1; y < GpuDistanceTile.Across; y++)
            {
                float value = bestOf[(y * GpuDistanceTile.Side) + Group.IdxX];
                int at = placeOf[(y * GpuDistanceTile.Side) + Group.IdxX];
                bool beats = value < best || (value == best && at < place);
                place = beats ? at : place;
                best = beats || float.IsNaN(value) ? value : best;
            }

            int output = (((Grid.IdxX * sizes.Pieces) + Grid.IdxZ) * sizes.Points) + point;
            values[output] = best;
            cells[output] = place;
        }
    }

    // values[n, j], cells[n, j] = the best of the pieces, the first of equals; a thread is one of them; every piece is a stream.
    internal readonly struct CombineKernel(
        GpuSizes sizes, ArrayView<float> bests, ArrayView<int> places, ArrayView<float> values, ArrayView<int> cells) : IGpuKernel
    {
        public void Execute()
        {
            int i = GpuThread.Index;
            if (i >= values.IntLength) return;
            int n = i / sizes.Points;
            int at = (n * sizes.Pieces * sizes.Points) + i - (n * sizes.Points);
            float best = bests[at];
            int place = places[at];
            for (int piece = 1; piece < sizes.Pieces; piece++)
            {
                at += sizes.Points;
                float value = bests[at];
                bool beats = value < best;
                place = beats ? places[at] : place;
                best = beats || float.IsNaN(value) ? value : best;
            }

            values[i] = best;
            cells[i] = place;
        }
    }

    // dz[n, c, k] (+)= Σ_j [cells[n, j] = c]·2·dm[n, j]·(z[n, c, k] − p[j, k]); a thread is an element of dz and looks through all points in order.
    // Cells and gradients are the same for a whole row of k; p is read where a point's minimum lies at c.
    internal readonly struct RowsKernel(
        GpuSizes sizes,
        ArrayView<float> z,
        ArrayView<float> p,
        ArrayView<int> cells,
        ArrayView<float> dm,
        ArrayView<float> dz,
        int accumulate) : IGpuKernel
    {
        public void Execute()
        {
            int i = GpuThread.Index;
            if (i >= dz.IntLength) return;
            int row = i / sizes.Depth;
            int k = i - (row * sizes.Depth);
            int n = row / sizes.Cells;
            int cell = row - (n * sizes.Cells);
            float own = z[i];
            float sum = 0f;
            for (int j = 0; j < sizes.Points; j++)
            {
                int at = (n * sizes.Points) + j;
                if (cells[at] == cell) sum = (2f * dm[at] * (own - p[(j * sizes.Depth) + k])) + sum;
            }

            dz[i] = accumulate != 0 ? dz[i] + sum : sum;
        }
    }

    // dp[j, k] (+)= Σ_n 2·dm[n, j]·(p[j, k] − z[n, cells[n, j], k]); a thread is an element of dp and adds up the pictures in order.
    // Cells and gradients are the same for a whole row of k; z is read in runs of k.
    internal readonly struct PointsKernel(
        GpuSizes sizes,
        ArrayView<float> z,
        ArrayView<float> p,
        ArrayView<int> cells,
        ArrayView<float> dm,
        ArrayView<float> dp,
        int accumulate) : IGpuKernel
    {
        public void Execute()
        {
            int i = GpuThread.Index;
            if (i >= dp.IntLength) return;
            int j = i / sizes.Depth;
            int k = i - (j * sizes.Depth);
            float own = p[i];
            float sum = 0f;
            for (int n = 0; n < sizes.Pictures; n++)
            {
                int at = (n * sizes.Points) + j;
                sum = (2f * dm[at] * (own - z[(((n * sizes.Cells) + cells[at]) * sizes.Depth) + k])) + sum;
            }

            dp[i] = accumulate != 0 ? dp[i] + sum : sum;
        }
    }

    private sealed class GpuKernels(GpuDevice device) : IKernels
    {
        public void Forward(in Sizes sizes, Storage z, Storage p, Storage values, Storage cells)
        {
            GpuSizes gpu = Of(sizes);
            var grid = new GpuGrid(gpu.Pictures, GpuDistancePull.Tiles(gpu.Points), gpu.Pieces);
            if (gpu.Pieces == 1)
            {
                device.Launch(grid, new NearestKernel(gpu, z.View(), p.View(), values.View(), cells.IntegerView()));
                return;
            }

            Storage bests = device.Rent(values.Length * gpu.Pieces);
            Storage places = device.Rent(values.Length * gpu.Pieces);
            device.Launch(grid, new NearestKernel(gpu, z.View(), p.View(), bests.View(), places.IntegerView()));
            device.LaunchOver(values.Length, new CombineKernel(gpu, bests.View(), places.IntegerView(), values.View(), cells.IntegerView()));
            device.Return(places);
            device.Return(bests);
        }

        public void BackwardRows(in Sizes sizes, in Blocks blocks, Storage dz, bool accumulate)
            => device.LaunchOver(
                dz.Length,
                new RowsKernel(
                    Of(sizes), blocks.Z.View(), blocks.P.View(), blocks.Cells.IntegerView(), blocks.Gradient.View(), dz.View(), accumulate ? 1 : 0));

        public void BackwardPoints(in Sizes sizes, in Blocks blocks, Storage dp, bool accumulate)
            => device.LaunchOver(
                dp.Length,
                new PointsKernel(
                    Of(sizes), blocks.Z.View(), blocks.P.View(), blocks.Cells.IntegerView(), blocks.Gradient.View(), dp.View(), accumulate ? 1 : 0));

        private static GpuSizes Of(in Sizes sizes) => new(sizes.Pictures, sizes.Cells, sizes.Points, sizes.Depth);
    }
}
