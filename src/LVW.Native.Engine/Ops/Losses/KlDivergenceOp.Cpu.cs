using System.Runtime.CompilerServices;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Reduction;

namespace LVW.Native.Engine.Ops.Losses;

/// <content>Processor kernels.</content>
public sealed partial class KlDivergenceOp
{
    private sealed unsafe class CpuKernels(CpuDevice device) : IKernels
    {
        private const int Block = 1024;

        public void Forward(Geometry geometry, Storage logits, Storage targets, Storage statistics, Storage loss)
        {
            var chunks = Chunks.OfRows(geometry.Rows, geometry.Classes, LaneRows.ComputeBound);
            var job = new ForwardJob(chunks, geometry, logits.Floats(), targets.Floats(), statistics.Floats());
            device.Run(chunks.Count, ref job);
            double total = 0;
            float* divergences = statistics.Floats() + (4 * geometry.Rows);
            for (int row = 0; row < geometry.Rows; row++) total += divergences[row];
            *loss.Floats() = (float)(total / geometry.Rows * geometry.Temperature * geometry.Temperature);
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
                *dy.Floats() * geometry.Temperature / geometry.Rows,
                dx.Floats(),
                accumulate,
                ofTarget);
            device.Run(chunks.Count, ref job);
        }

        // ln softmax(x/T)[n, c] = (x − max_n)/T − ln Σ_n.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static T LogProbability<T>(T x, float max, float logSum, float scale)
            where T : struct, ICpuLane<T>
            => ((x - T.Constant(max)) * T.Constant(scale)) - T.Constant(logSum);

        // KL[n] = Σ_c p·(ln p − ln q); a chunk is a run of rows, each read for its maxima and then from the cache.
        private readonly struct ForwardJob(Chunks chunks, Geometry geometry, float* x, float* targets, float* statistics) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                float scale = 1 / geometry.Temperature;
                for (long row = chunks.Start(index); row < chunks.End(index); row++)
                {
                    float* values = x + (row * geometry.Classes);
                    float* target = targets + (row * geometry.Classes);
                    float max = LaneRows.Max<T>(values, geometry.Classes);
                    float targetMax = LaneRows.Max<T>(target, geometry.Classes);
                    float logSum = (float)Math.Log(LaneRows.SumExp<T>(values, geometry.Classes, max, scale));
                    float targetLogSum = (float)Math.Log(LaneRows.SumExp<T>(target, geometry.Classes, targetMax, scale));
                    double divergence = Divergence<T>(values, target, max, logSum, targetMax, targetLogSum);
                    statistics[row] = max;
                    statistics[geometry.Rows + row] = logSum;
                    statistics[(2 * geometry.Rows) + row] = targetMax;
                    statistics[(3 * geometry.Rows) + row] = targetLogSum;
                    statistics[(4 * geometry.Rows) + row] = (float)divergence;
                }
            }

            private double Divergence<T>(float* x, float* t, float max, float logSum, float targetMax, float targetLogSum)
                where T : struct, ICpuLane<T>
            {
                float scale = 1 / geometry.Temperature;
                double total = 0;
                long i = 0;
                while (i + T.Width <= geometry.Classes)
                {
                    long end = Math.Min(geometry.Classes, i + Block);
                    T sum = T.Constant(0);
                    for (; i + T.Width <= end; i += T.Width)
                    {
                        T logP = LogProbability(T.Load(t + i), targetMax, targetLogSum, scale);
                        T logQ = LogProbability(T.Load(x + i), max, logSum, scale);
                        sum = T.MultiplyAdd(T.Exp(logP), logP - logQ, sum);
                    }

                    total += sum.Sum();
                }

                for (; i < geometry.Classes; i++)
                {
                    Lane1 logP = LogProbability(Lane1.Load(t + i), targetMax, targetLogSum, scale);
                    Lane1 logQ = LogProbability(Lane1.Load(x + i), max, logSum, scale);
                    total += (Lane1.Exp(logP) * (logP - logQ)).Sum();
                }

                return total;
            }
        }

        // dx (+)= (q − p)·scale, or dt (+)= p·(ln p − ln q − KL_n)·scale; a chunk is a run of rows, streamed once.
        private readonly struct BackwardJob(
            Chunks chunks, Geometry geometry, float* x, float* targets, float* statistics, float scale, float* dx, bool accumulate, bool ofTarget)
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
                float softness = 1 / geometry.Temperature;
                T logQ = LogProbability(T.Load(x + i), statistics[row], statistics[geometry.Rows + row], softness);
                T logP = LogProbability(
                    T.Load(targets + i), statistics[(2 * geometry.Rows) + row], statistics[(3 * geometry.Rows) + row], softness);
                T gradient = ofTarget
                    ? T.Exp(logP) * (logP - logQ - T.Constant(statistics[(4 * geometry.Rows) + row]))
                    : T.Exp(logQ) - T.Exp(logP);
                gradient *= T.Constant(scale);
                if (accumulate) gradient += T.Load(dx + i);
                gradient.Store(dx + i);
            }
        }
    }
}
