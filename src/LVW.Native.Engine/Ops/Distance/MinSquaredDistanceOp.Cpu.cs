using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Reduction;

namespace LVW.Native.Engine.Ops.Distance;

/// <content>Processor kernels.</content>
public sealed partial class MinSquaredDistanceOp
{
    private sealed unsafe class CpuKernels(CpuDevice device) : IKernels
    {
        // Points of a task: whole vectors of every width, and few enough that single pictures keep several threads busy.
        private const int PointRun = 32;

        public void Forward(in Sizes sizes, Storage z, Storage p, Storage values, Storage cells)
        {
            Storage columns = DistanceBlock.Transpose(device, p.Floats(), sizes.Points, sizes.Depth, out int padded);
            int runs = (sizes.Points + PointRun - 1) / PointRun;
            var job = new ForwardJob(sizes, runs, padded, z.Floats(), columns.Floats(), values.Floats(), cells.Integers());
            device.Run(sizes.Pictures * runs, ref job);
            device.Return(columns);
        }

        public void BackwardRows(in Sizes sizes, in Blocks blocks, Storage dz, bool accumulate)
        {
            var job = new RowsJob(
                sizes, blocks.Z.Floats(), blocks.P.Floats(), blocks.Cells.Integers(), blocks.Gradient.Floats(), dz.Floats(), accumulate);
            device.Run(sizes.Pictures, ref job);
        }

        public void BackwardPoints(in Sizes sizes, in Blocks blocks, Storage dp, bool accumulate)
        {
            var chunks = new Chunks(sizes.Points, 4);
            var job = new PointsJob(
                chunks, sizes, blocks.Z.Floats(), blocks.P.Floats(), blocks.Cells.Integers(), blocks.Gradient.Floats(), dp.Floats(), accumulate);
            device.Run(chunks.Count, ref job);
        }

        // m[n, j] = min_c Σ_k (z[n, c, k] − pᵀ[k, j])². A chunk is a picture and a run of points; lanes run over points, two vectors
        // and four cells at a time.
        private readonly struct ForwardJob(Sizes sizes, int runs, int padded, float* z, float* columns, float* values, int* cells) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                int n = index / runs;
                int j = index % runs * PointRun;
                int end = Math.Min(sizes.Points, j + PointRun);
                float* picture = z + ((long)n * sizes.Cells * sizes.Depth);
                for (; j + T.Width < end; j += 2 * T.Width)
                {
                    NearestSink<T> near = new(), far = new();
                    for (int cell = 0; cell < sizes.Cells; cell += DistanceBlock.Rows)
                    {
                        int rows = Math.Min(DistanceBlock.Rows, sizes.Cells - cell);
                        DistanceBlock.MeasureTwo<T, NearestSink<T>>(picture, cell, rows, columns, padded, j, sizes.Depth, ref near, ref far);
                    }

                    Put(near, n, j, end);
                    Put(far, n, j + T.Width, end);
                }

                if (j >= end) return;
                var last = new NearestSink<T>();
                for (int cell = 0; cell < sizes.Cells; cell += DistanceBlock.Rows)
                {
                    int rows = Math.Min(DistanceBlock.Rows, sizes.Cells - cell);
                    DistanceBlock.Measure<T, NearestSink<T>>(picture, cell, rows, columns, padded, j, sizes.Depth, ref last);
                }

                Put(last, n, j, end);
            }

            private void Put<T>(in NearestSink<T> sink, int n, int j, int end)
                where T : struct, ICpuLane<T>
            {
                float* best = stackalloc float[T.Width];
                float* place = stackalloc float[T.Width];
                sink.Store(best, place);
                for (int i = 0; i < T.Width && j + i < end; i++)
                {
                    long at = ((long)n * sizes.Points) + j + i;
                    values[at] = best[i];
                    cells[at] = (int)place[i];
                }
            }
        }

        // Keeps the first smallest distance and its row, which float32 lanes hold exactly.
        private struct NearestSink<T>() : IDistanceSink<T>
            where T : struct, ICpuLane<T>
        {
            private T bests = T.Constant(Smallest.Worst);
            private T places = T.Constant(0);

            public void Take(T distances, long row, int point)
            {
                places = Smallest.WhereBeats(distances, bests, T.Constant(row), places);
                bests = Smallest.Best(bests, distances);
            }

            public readonly void Store(float* best, float* place)
            {
                bests.Store(best);
                places.Store(place);
            }
        }

        // dz[n, cells[n, j], :] += 2·dm[n, j]·(z[n, cells[n, j], :] − p[j, :]). A chunk is a picture; points in order; zero gradients are skipped.
        private readonly struct RowsJob(Sizes sizes, float* z, float* p, int* cells, float* dm, float* dz, bool accumulate) : ILaneJob
        {
            public void Execute<T>(int n, int worker)
                where T : struct, ICpuLane<T>
            {
                long picture = (long)n * sizes.Cells * sizes.Depth;
                if (!accumulate) new Span<float>(dz + picture, sizes.Cells * sizes.Depth).Clear();
                for (int j = 0; j < sizes.Points; j++)
                {
                    long at = ((long)n * sizes.Points) + j;
                    long row = picture + ((long)cells[at] * sizes.Depth);
                    float gradient = 2 * dm[at];
                    if (gradient != 0) DistanceBlock.AddScaledDifference<T>(gradient, z + row, p + ((long)j * sizes.Depth), dz + row, sizes.Depth);
                }
            }
        }

        // dp[j, :] (+)= Σ_n 2·dm[n, j]·(p[j, :] − z[n, cells[n, j], :]). A chunk is a few points, each summed over all pictures in order.
        private readonly struct PointsJob(
            Chunks chunks, Sizes sizes, float* z, float* p, int* cells, float* dm, float* dp, bool accumulate) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                int first = (int)chunks.Start(index);
                int end = (int)chunks.End(index);
                if (!accumulate) new Span<float>(dp + ((long)first * sizes.Depth), (end - first) * sizes.Depth).Clear();
                for (long n = 0; n < sizes.Pictures; n++)
                {
                    for (int j = first; j < end; j++)
                    {
                        long at = (n * sizes.Points) + j;
                        float* row = z + (((n * sizes.Cells) + cells[at]) * sizes.Depth);
                        float* point = p + ((long)j * sizes.Depth);
                        float gradient = 2 * dm[at];
                        if (gradient != 0) DistanceBlock.AddScaledDifference<T>(gradient, point, row, dp + ((long)j * sizes.Depth), sizes.Depth);
                    }
                }
            }
        }
    }
}
