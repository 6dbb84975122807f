using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Distance;

/// <content>Processor kernels.</content>
public sealed partial class SquaredDistanceOp
{
    private sealed unsafe class CpuKernels(CpuDevice device) : IKernels
    {
        // Rows that share one pass over a block of points.
        private const int RowBlock = 4;

        public void Forward(in Sizes sizes, Storage z, Storage p, Storage d)
        {
            int lanes = (int)device.Width;
            int padded = (sizes.Points + lanes - 1) / lanes * lanes;
            Storage transposed = device.Rent((long)padded * sizes.Depth);
            Transpose(sizes, padded, p.Floats(), transposed.Floats());
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

        private static void Transpose(in Sizes sizes, int padded, float* p, float* transposed)
        {
            new Span<float>(transposed, padded * sizes.Depth).Clear();
            for (int j = 0; j < sizes.Points; j++)
            {
                for (int k = 0; k < sizes.Depth; k++) transposed[(k * padded) + j] = p[(j * sizes.Depth) + k];
            }
        }

        // d[m, j] = Σ_k (z[m, k] − pᵀ[k, j])². A chunk is a run of rows, taken four at a time; lanes run over points j.
        private readonly struct ForwardJob(Chunks chunks, Sizes sizes, int padded, float* z, float* points, float* d) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                float* tail = stackalloc float[T.Width];
                long end = chunks.End(index);
                for (long m = chunks.Start(index); m < end; m += RowBlock)
                {
                    int rows = (int)Math.Min(RowBlock, end - m);
                    for (int j = 0; j < sizes.Points; j += T.Width) Block<T>(m, rows, j, tail);
                }
            }

            private void Block<T>(long m, int rows, int j, float* tail)
                where T : struct, ICpuLane<T>
            {
                int depth = sizes.Depth;
                float* z0 = z + (m * depth);
                float* z1 = rows > 1 ? z0 + depth : z0;
                float* z2 = rows > 2 ? z1 + depth : z0;
                float* z3 = rows > 3 ? z2 + depth : z0;
                T sum0 = T.Constant(0), sum1 = sum0, sum2 = sum0, sum3 = sum0;
                float* column = points + j;
                for (int k = 0; k < depth; k++, column += padded)
                {
                    T point = T.Load(column);
                    T difference0 = T.Constant(z0[k]) - point;
                    T difference1 = T.Constant(z1[k]) - point;
                    T difference2 = T.Constant(z2[k]) - point;
                    T difference3 = T.Constant(z3[k]) - point;
                    sum0 = T.MultiplyAdd(difference0, difference0, sum0);
                    sum1 = T.MultiplyAdd(difference1, difference1, sum1);
                    sum2 = T.MultiplyAdd(difference2, difference2, sum2);
                    sum3 = T.MultiplyAdd(difference3, difference3, sum3);
                }

                Write(sum0, m, j, tail);
                if (rows > 1) Write(sum1, m + 1, j, tail);
                if (rows > 2) Write(sum2, m + 2, j, tail);
                if (rows > 3) Write(sum3, m + 3, j, tail);
            }

            private void Write<T>(T sum, long m, int j, float* tail)
                where T : struct, ICpuLane<T>
            {
                float* target = d + (m * sizes.Points) + j;
                if (j + T.Width <= sizes.Points)
                {
                    sum.Store(target);
                    return;
                }

                sum.Store(tail);
                for (int i = 0; j + i < sizes.Points; i++) target[i] = tail[i];
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
                        if (gradient != 0) AddScaledDifference<T>(gradient, z + (m * sizes.Depth), p + ((long)j * sizes.Depth), target, sizes.Depth);
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
                        if (gradient != 0) AddScaledDifference<T>(gradient, p + ((long)j * sizes.Depth), z + (m * sizes.Depth), dp + ((long)j * sizes.Depth), sizes.Depth);
                    }
                }
            }
        }

        private static void AddScaledDifference<T>(float scale, float* a, float* b, float* target, int depth)
            where T : struct, ICpuLane<T>
        {
            int k = 0;
            T factor = T.Constant(scale);
            for (; k + T.Width <= depth; k += T.Width) T.MultiplyAdd(factor, T.Load(a + k) - T.Load(b + k), T.Load(target + k)).Store(target + k);
            for (; k < depth; k++) target[k] = MathF.FusedMultiplyAdd(scale, a[k] - b[k], target[k]);
        }
    }
}
