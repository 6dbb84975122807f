using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Distance;

/// <content>Processor kernels.</content>
public sealed partial class SquaredDistanceOp
{
    private sealed unsafe class CpuKernels(CpuDevice device) : IKernels
    {
        public void Forward(in Sizes sizes, Storage z, Storage p, Storage d)
        {
            Storage transposed = DistanceBlock.Transpose(device, p.Floats(), sizes.Points, sizes.Depth, out int padded);
            Chunks chunks = Chunks.OfRows(sizes.Rows, (long)sizes.Points * sizes.Depth, elements: 1 << 18);
            var job = new ForwardJob(chunks, sizes, padded, z.Floats(), transposed.Floats(), d.Floats());
            device.Run(chunks.Count, ref job);
            device.Return(transposed);
        }

        public void BackwardRows(in Sizes sizes, Storage z, Storage p, Storage dd, Storage dz, bool accumulate)
        {
            Chunks chunks = Chunks.OfRows(sizes.Rows, sizes.Points + sizes.Depth);
            var job = new RowsJob(chunks, sizes, z.Floats(), p.Floats(), dd.Floats(), dz.Floats(), accumulate);
            device.Run(chunks.Count, ref job);
        }

        public void BackwardPoints(in Sizes sizes, Storage z, Storage p, Storage dd, Storage dp, bool accumulate)
        {
            var chunks = new Chunks(sizes.Points, 4);
            var job = new PointsJob(chunks, sizes, z.Floats(), p.Floats(), dd.Floats(), dp.Floats(), accumulate);
            device.Run(chunks.Count, ref job);
        }

        // d[m, j] = Σ_k (z[m, k] − pᵀ[k, j])². A chunk is a run of rows, taken four at a time; lanes run over points j.
        private readonly struct ForwardJob(Chunks chunks, Sizes sizes, int padded, float* z, float* points, float* d) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                float* tail = stackalloc float[T.Width];
                var sink = new Sink<T>(d, sizes.Points, tail);
                long end = chunks.End(index);
                for (long m = chunks.Start(index); m < end; m += DistanceBlock.Rows)
                {
                    int rows = (int)Math.Min(DistanceBlock.Rows, end - m);
                    int j = 0;
                    for (; j + T.Width < sizes.Points; j += 2 * T.Width)
                    {
                        DistanceBlock.MeasureTwo<T, Sink<T>>(z, m, rows, points, padded, j, sizes.Depth, ref sink, ref sink);
                    }

                    if (j < sizes.Points) DistanceBlock.Measure<T, Sink<T>>(z, m, rows, points, padded, j, sizes.Depth, ref sink);
                }
            }
        }

        // Writes distances where they belong; the tail takes a vector that reaches beyond the last point.
        private readonly struct Sink<T>(float* d, int points, float* tail) : IDistanceSink<T>
            where T : struct, ICpuLane<T>
        {
            public void Take(T distances, long row, int point)
            {
                float* target = d + (row * points) + point;
                if (point + T.Width <= points)
                {
                    distances.Store(target);
                    return;
                }

                distances.Store(tail);
                for (int i = 0; point + i < points; i++) target[i] = tail[i];
            }
        }

        // dz[m, :] (+)= Σ_j 2·dd[m, j]·(z[m, :] − p[j, :]). A chunk is a run of rows; zero gradients are skipped.
        private readonly struct RowsJob(Chunks chunks, Sizes sizes, float* z, float* p, float* dd, float* dz, bool accumulate) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                for (long m = chunks.Start(index); m < chunks.End(index); m++)
                {
                    float* target = dz + (m * sizes.Depth);
                    if (!accumulate) new Span<float>(target, sizes.Depth).Clear();
                    for (int j = 0; j < sizes.Points; j++)
                    {
                        float gradient = 2 * dd[(m * sizes.Points) + j];
                        if (gradient != 0) DistanceBlock.AddScaledDifference<T>(gradient, z + (m * sizes.Depth), p + ((long)j * sizes.Depth), target, sizes.Depth);
                    }
                }
            }
        }

        // dp[j, :] (+)= Σ_m 2·dd[m, j]·(p[j, :] − z[m, :]). A chunk is a few points, each summed over all rows in order.
        private readonly struct PointsJob(Chunks chunks, Sizes sizes, float* z, float* p, float* dd, float* dp, bool accumulate) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                int first = (int)chunks.Start(index);
                int end = (int)chunks.End(index);
                if (!accumulate) new Span<float>(dp + ((long)first * sizes.Depth), (end - first) * sizes.Depth).Clear();
                for (long m = 0; m < sizes.Rows; m++)
                {
                    for (int j = first; j < end; j++)
                    {
                        float gradient = 2 * dd[(m * sizes.Points) + j];
                        if (gradient != 0) DistanceBlock.AddScaledDifference<T>(gradient, p + ((long)j * sizes.Depth), z + (m * sizes.Depth), dp + ((long)j * sizes.Depth), sizes.Depth);
                    }
                }
            }
        }
    }
}
