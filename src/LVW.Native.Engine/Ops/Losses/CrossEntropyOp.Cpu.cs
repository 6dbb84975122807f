using System.Runtime.CompilerServices;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Reduction;

namespace LVW.Native.Engine.Ops.Losses;

/// <content>Processor kernels.</content>
public sealed partial class CrossEntropyOp
{
    private sealed unsafe class CpuKernels(CpuDevice device) : IKernels
    {
        public void Forward(Geometry geometry, Storage logits, Storage labels, Storage statistics, Storage loss)
        {
            CheckLabels(geometry, labels.Integers());
            var chunks = Chunks.OfRows(geometry.Rows, geometry.Classes, LaneRows.ComputeBound);
            var job = new ForwardJob(chunks, geometry, logits.Floats(), labels.Integers(), statistics.Floats());
            device.Run(chunks.Count, ref job);
            double total = 0;
            float* losses = statistics.Floats() + (2 * geometry.Rows);
            for (int row = 0; row < geometry.Rows; row++) total += losses[row];
            *loss.Floats() = (float)(total / geometry.Rows);
        }

        public void Backward(Geometry geometry, Storage logits, Storage labels, Storage statistics, Storage dy, Storage dx, bool accumulate)
        {
            var chunks = Chunks.OfRows(geometry.Rows, geometry.Classes, LaneRows.ComputeBound);
            var job = new BackwardJob(
                chunks, geometry, logits.Floats(), labels.Integers(), statistics.Floats(), *dy.Floats() / geometry.Rows, dx.Floats(), accumulate);
            device.Run(chunks.Count, ref job);
        }

        private static void CheckLabels(Geometry geometry, int* labels)
        {
            for (int row = 0; row < geometry.Rows; row++)
            {
                if ((uint)labels[row] < (uint)geometry.Classes) continue;
                throw WrongLabel(geometry, row, labels[row]);
            }
        }

        // loss[n] = ln Σ_n − (1 − ε)(x[n, label] − max_n) − ε(mean_n − max_n); a chunk is a run of rows, each read for its
        // maximum and again, from the cache, for its sum.
        private readonly struct ForwardJob(Chunks chunks, Geometry geometry, float* x, int* labels, float* statistics) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                for (long row = chunks.Start(index); row < chunks.End(index); row++)
                {
                    float* values = x + (row * geometry.Classes);
                    float max = LaneRows.Max<T>(values, geometry.Classes);
                    double logSum = Math.Log(LaneRows.SumExp<T>(values, geometry.Classes, max, 1));
                    double loss = logSum - ((1.0 - geometry.Smoothing) * ((double)values[labels[row]] - max));
                    if (geometry.Smoothing > 0)
                    {
                        loss -= geometry.Smoothing * ((LaneRows.Sum<T>(values, geometry.Classes) / geometry.Classes) - max);
                    }

                    statistics[row] = max;
                    statistics[geometry.Rows + row] = (float)logSum;
                    statistics[(2 * geometry.Rows) + row] = (float)loss;
                }
            }
        }

        // dx[n, c] (+)= (e^(x − max_n − ln Σ_n) − ε/C − (1 − ε)[c = label])·scale; a chunk is a run of rows, streamed once.
        private readonly struct BackwardJob(
            Chunks chunks, Geometry geometry, float* x, int* labels, float* statistics, float scale, float* dx, bool accumulate) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                for (long row = chunks.Start(index); row < chunks.End(index); row++)
                {
                    long start = row * geometry.Classes;
                    long end = start + geometry.Classes;
                    float max = statistics[row];
                    float logSum = statistics[geometry.Rows + row];
                    long i = start;
                    for (; i + T.Width <= end; i += T.Width) One<T>(i, max, logSum);
                    int rest = (int)(end - i);
                    if (rest == 1) One<Lane1>(i, max, logSum);
                    else if (rest > 1) Rest<T>(i, rest, max, logSum);
                    dx[start + labels[row]] -= (1 - geometry.Smoothing) * scale;
                }
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            private void One<T>(long i, float max, float logSum)
                where T : struct, ICpuLane<T>
            {
                T gradient = Gradient(T.Load(x + i), max, logSum);
                if (accumulate) gradient += T.Load(dx + i);
                gradient.Store(dx + i);
            }

            // Not inlined: beside a second exponential the loop before it slows down.
            [MethodImpl(MethodImplOptions.NoInlining)]
            private void Rest<T>(long i, int count, float max, float logSum)
                where T : struct, ICpuLane<T>
            {
                T gradient = Gradient(PartialLanes.Load<T>(x + i, count), max, logSum);
                if (accumulate) gradient += PartialLanes.Load<T>(dx + i, count);
                PartialLanes.Store(gradient, dx + i, count);
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            private T Gradient<T>(T value, float max, float logSum)
                where T : struct, ICpuLane<T>
            {
                T probability = T.Exp((value - T.Constant(max)) - T.Constant(logSum));
                return (probability - T.Constant(geometry.Smoothing / geometry.Classes)) * T.Constant(scale);
            }
        }
    }
}
