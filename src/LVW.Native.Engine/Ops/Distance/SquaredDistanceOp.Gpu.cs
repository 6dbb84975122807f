using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Distance;

/// <content>GPU kernels.</content>
public sealed partial class SquaredDistanceOp
{
    // d[m, j] = Σ_k (z[m, k] − p[j, k])²; a group is 64 × 64 distances, a thread 4 × 4 of them.
    // Rows and points pass through shared memory in runs of the depth; d is written in runs of points.
    internal readonly struct ForwardKernel(ArrayView<float> z, ArrayView<float> p, ArrayView<float> d, int rows, int points, int depth) : IGpuKernel
    {
        public void Execute()
        {
            int row = Grid.IdxX * GpuDistanceTile.Side;
            int point = Grid.IdxY * GpuDistanceTile.Side;
            var tile = GpuDistanceTile.Create();
            ArrayView<float> sums = LocalMemory.Allocate<float>(GpuDistanceTile.Own * GpuDistanceTile.Own);
            tile.Measure(z, row, rows, p, point, points, depth, sums);
            int x = Group.IdxX % GpuDistanceTile.Across;
            int y = Group.IdxX / GpuDistanceTile.Across;
            for (int i = 0; i < GpuDistanceTile.Own; i++)
            {
                int m = row + y + (i * GpuDistanceTile.Across);
                for (int j = 0; j < GpuDistanceTile.Own; j++)
                {
                    int at = point + x + (j * GpuDistanceTile.Across);
                    if (m < rows && at < points) d[(m * points) + at] = sums[(i * GpuDistanceTile.Own) + j];
                }
            }
        }
    }

    private sealed class GpuKernels(GpuDevice device) : IKernels
    {
        public void Forward(in Sizes sizes, Storage z, Storage p, Storage d)
            => device.Launch(
                new GpuGrid(GpuDistancePull.Tiles((int)sizes.Rows), GpuDistancePull.Tiles(sizes.Points)),
                new ForwardKernel(z.View(), p.View(), d.View(), (int)sizes.Rows, sizes.Points, sizes.Depth));

        public void BackwardRows(in Sizes sizes, Storage z, Storage p, Storage dd, Storage dz, bool accumulate)
            => GpuDistancePull.Run(device, new GpuPullSizes((int)sizes.Rows, sizes.Points, sizes.Depth, sizes.Points, 1), dd, z, p, dz, accumulate);

        public void BackwardPoints(in Sizes sizes, Storage z, Storage p, Storage dd, Storage dp, bool accumulate)
            => GpuDistancePull.Run(device, new GpuPullSizes(sizes.Points, (int)sizes.Rows, sizes.Depth, 1, sizes.Points), dd, p, z, dp, accumulate);
    }
}
