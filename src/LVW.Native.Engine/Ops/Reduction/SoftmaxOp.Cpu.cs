using System.Runtime.CompilerServices;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Reduction;

/// <content>Processor kernels.</content>
public sealed partial class SoftmaxOp
{
    private sealed unsafe class CpuKernels(CpuDevice device) : IKernels
    {
        public void Forward(RowGeometry rows, Storage x, Storage y)
        {
            var chunks = Chunks.OfRows(rows.Count, rows.Length, LaneRows.ComputeBound);
            var job = new ForwardJob(chunks, rows.Length, x.Floats(), y.Floats());
            device.Run(chunks.Count, ref job);
        }

        public void Backward(RowGeometry rows, Storage y, Storage dy, Storage dx, bool accumulate)
        {
            var chunks = Chunks.OfRows(rows.Count, rows.Length, LaneRows.ComputeBound);
            var job = new BackwardJob(chunks, rows.Length, y.Floats(), dy.Floats(), dx.Floats(), accumulate);
            device.Run(chunks.Count, ref job);
        }

        // y[n, c] = e^(x[n, c] − max_n) / Σ; a chunk is a run of rows; a row is read for its maximum, then written as
        // exponentials, then scaled while it is in the cache.
        private readonly struct ForwardJob(Chunks chunks, long length, float* x, float* y) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                for (long row = chunks.Start(index); row < chunks.End(index); row++) Row<T>(x + (row * length), y + (row * length));
            }

            private void Row<T>(float* x, float* y)
                where T : struct, ICpuLane<T>
            {
                float max = LaneRows.Max<T>(x, length);
                long i = 0;
                for (; i + T.Width <= length; i += T.Width) LaneRows.ScaledExp(T.Load(x + i), max, 1).Store(y + i);
                for (; i < length; i++) LaneRows.ScaledExp(Lane1.Load(x + i), max, 1).Store(y + i);
                float scale = (float)(1 / LaneRows.Sum<T>(y, length));
                i = 0;
                for (; i + T.Width <= length; i += T.Width) (T.Load(y + i) * T.Constant(scale)).Store(y + i);
                for (; i < length; i++) y[i] *= scale;
            }
        }

        // dx[n, c] (+)= y·(dy − Σ_j dy[n, j]·y[n, j]); a chunk is a run of rows; a row is read twice, the second time from the cache.
        private readonly struct BackwardJob(Chunks chunks, long length, float* y, float* dy, float* dx, bool accumulate) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                for (long row = chunks.Start(index); row < chunks.End(index); row++)
                {
                    long start = row * length;
                    float dot = (float)LaneRows.Dot<T>(dy + start, y + start, length);
                    long i = start;
                    for (; i + T.Width <= start + length; i += T.Width) One<T>(i, dot);
                    for (; i < start + length; i++) One<Lane1>(i, dot);
                }
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            private void One<T>(long i, float dot)
                where T : struct, ICpuLane<T>
            {
                T gradient = T.Load(y + i) * (T.Load(dy + i) - T.Constant(dot));
                if (accumulate) gradient += T.Load(dx + i);
                gradient.Store(dx + i);
            }
        }
    }
}
