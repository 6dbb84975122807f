using System.Runtime.CompilerServices;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Reduction;

namespace LVW.Native.Engine.Ops.Losses;

/// <content>Processor kernels.</content>
public sealed partial class SoftCrossEntropyOp
{
    private sealed unsafe class CpuKernels(CpuDevice device) : IKernels
    {
        public void Forward(Geometry geometry, Storage logits, Storage targets, Storage statistics, Storage loss)
        {
            var chunks = Chunks.OfRows(geometry.Rows, geometry.Classes, LaneRows.ComputeBound);
            var job = new ForwardJob(chunks, geometry, logits.Floats(), targets.Floats(), statistics.Floats());
            device.Run(chunks.Count, ref job);
            double total = 0;
            float* losses = statistics.Floats() + (3 * geometry.Rows);
            for (int row = 0; row < geometry.Rows; row++) total += losses[row];
            *loss.Floats() = (float)(total / geometry.Rows);
        }

        public void BackwardLogits(
            Geometry geometry, Storage logits, Storage targets, Storage statistics, Storage dy, Storage dx, bool accumulate)
            => Backward(geometry, logits, targets, statistics, dy, dx, accumulate, ofTarget: false);

        public void BackwardTarget(
            Geometry geometry, Storage logits, Storage targets, Storage statistics, Storage dy, Storage dx, bool accumulate)
            => Backward(geometry, logits, targets, statistics, dy, dx, accumulate, ofTarget: true);

        private void Backward(
            Geometry geometry, Storage logits, Storage targets, Storage statistics, Storage dy, Storage dx, bool accumulate, bool ofTarget)
        {
            var chunks = Chunks.OfRows(geometry.Rows, geometry.Classes, LaneRows.ComputeBound);
            var job = new BackwardJob(
                chunks,
                geometry,
                logits.Floats(),
                targets.Floats(),
                statistics.Floats(),
                *dy.Floats() / geometry.Rows,
                dx.Floats(),
                accumulate,
                ofTarget);
            device.Run(chunks.Count, ref job);
        }

        // loss[n] = ln Σ_n·Σ_c q − Σ_c q·(x − max_n); a chunk is a run of rows, each read for its maximum and then from the cache.
        private readonly struct ForwardJob(Chunks chunks, Geometry geometry, float* x, float* q, float* statistics) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                for (long row = chunks.Start(index); row < chunks.End(index); row++)
                {
                    float* values = x + (row * geometry.Classes);
                    float* target = q + (row * geometry.Classes);
                    float max = LaneRows.Max<T>(values, geometry.Classes);
                    double logSum = Math.Log(LaneRows.SumExp<T>(values, geometry.Classes, max, 1));
                    double mass = LaneRows.Sum<T>(target, geometry.Classes);
                    statistics[row] = max;
                    statistics[geometry.Rows + row] = (float)logSum;
                    statistics[(2 * geometry.Rows) + row] = (float)mass;
                    statistics[(3 * geometry.Rows) + row] = (float)((logSum * mass) - LaneRows.Dot<T>(target, values, geometry.Classes, max));
                }
            }
        }

        // With l = x − max_n − ln Σ_n: dx (+)= (e^l·Σ_n q − q)·scale, or dq (+)= −l·scale; a chunk is a run of rows, streamed once.
        private readonly struct BackwardJob(
            Chunks chunks, Geometry geometry, float* x, float* q, float* statistics, float scale, float* dx, bool accumulate, bool ofTarget)
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
                    for (; i < end; i++) One<Lane1>(i, row);
                }
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            private void One<T>(long i, long row)
                where T : struct, ICpuLane<T>
            {
                T logarithm = (T.Load(x + i) - T.Constant(statistics[row])) - T.Constant(statistics[geometry.Rows + row]);
                T gradient = ofTarget
                    ? -logarithm
                    : (T.Exp(logarithm) * T.Constant(statistics[(2 * geometry.Rows) + row])) - T.Load(q + i);
                gradient *= T.Constant(scale);
                if (accumulate) gradient += T.Load(dx + i);
                gradient.Store(dx + i);
            }
        }
    }
}
