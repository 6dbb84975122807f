using System.Runtime.CompilerServices;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Reduction;

namespace LVW.Native.Engine.Ops.Losses;

/// <content>Processor kernels.</content>
public sealed partial class RowLossOp<TLoss>
{
    private sealed unsafe class CpuKernels(CpuDevice device) : IKernels
    {
        public void Forward(Geometry geometry, Storage logits, Storage targets, Storage statistics, Storage loss)
        {
            var rows = (RowStatistics*)statistics.Floats();
            var chunks = Chunks.OfRows(geometry.Rows, geometry.Classes, LaneRows.ComputeBound);
            var job = new ForwardJob(chunks, geometry, logits.Floats(), targets.Floats(), rows);
            device.Run(chunks.Count, ref job);
            double total = 0;
            for (int row = 0; row < geometry.Rows; row++) total += rows[row].Loss;
            *loss.Floats() = (float)(total / geometry.Rows * geometry.Loss.LossScale);
        }

        public void Backward(
            Geometry geometry, Storage logits, Storage targets, Storage statistics, Storage dy, Storage dx, bool accumulate, bool byTarget)
        {
            float scale = *dy.Floats() * geometry.Loss.GradientScale / geometry.Rows;
            var chunks = Chunks.OfRows(geometry.Rows, geometry.Classes, LaneRows.ComputeBound);
            var job = new BackwardJob(
                chunks, geometry, logits.Floats(), targets.Floats(), (RowStatistics*)statistics.Floats(), scale, dx.Floats(), accumulate, byTarget);
            device.Run(chunks.Count, ref job);
        }

        // statistics[n] = loss of row n and what its derivatives need; a chunk is a run of rows, each read first from memory and
        // then from the cache.
        private readonly struct ForwardJob(Chunks chunks, Geometry geometry, float* x, float* t, RowStatistics* statistics) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                for (long row = chunks.Start(index); row < chunks.End(index); row++)
                {
                    long start = row * geometry.Classes;
                    statistics[row] = geometry.Loss.Measure(new CpuRow<T>(x + start, geometry.Classes), new CpuRow<T>(t + start, geometry.Classes));
                }
            }
        }

        // dx (+)= ∂loss/∂x·scale, or dt (+)= ∂loss/∂t·scale; a chunk is a run of rows, streamed once.
        private readonly struct BackwardJob(
            Chunks chunks, Geometry geometry, float* x, float* t, RowStatistics* statistics, float scale, float* dx, bool accumulate, bool byTarget)
            : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                for (long row = chunks.Start(index); row < chunks.End(index); row++)
                {
                    long i = row * geometry.Classes;
                    long end = i + geometry.Classes;
                    for (; i + T.Width <= end; i += T.Width) One<T>(i, row);
                    int rest = (int)(end - i);
                    if (rest > 0) Rest<T>(i, rest, row);
                }
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            private void One<T>(long i, long row)
                where T : struct, ICpuLane<T>
            {
                T gradient = Gradient(T.Load(x + i), T.Load(t + i), row);
                if (accumulate) gradient += T.Load(dx + i);
                gradient.Store(dx + i);
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            private void Rest<T>(long i, int count, long row)
                where T : struct, ICpuLane<T>
            {
                T gradient = Gradient(PartialLanes.Load<T>(x + i, count), PartialLanes.Load<T>(t + i, count), row);
                if (accumulate) gradient += PartialLanes.Load<T>(dx + i, count);
                PartialLanes.Store(gradient, dx + i, count);
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            private T Gradient<T>(T logit, T target, long row)
                where T : struct, ICpuLane<T>
            {
                T gradient = byTarget
                    ? geometry.Loss.ByTarget(logit, target, statistics[row])
                    : geometry.Loss.ByLogit(logit, target, statistics[row]);
                return gradient * T.Constant(scale);
            }
        }
    }
}
