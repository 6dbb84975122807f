using System.Runtime.CompilerServices;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Reduction;

/// <content>Processor kernels.</content>
public sealed partial class SoftmaxOp<TForm>
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

        // y[n, c] = x[n, c] normalised; a chunk is a run of rows; a row is read for its maximum, its sum and its result, after the
        // first time from the cache.
        private readonly struct ForwardJob(Chunks chunks, long length, float* x, float* y) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                for (long row = chunks.Start(index); row < chunks.End(index); row++)
                {
                    long i = row * length;
                    long end = i + length;
                    var values = new CpuRow<T>(x + i, length);
                    float max = values.Max();
                    float normalizer = TForm.Normalizer<CpuRow<T>>(values.SumExp(max, 1));
                    for (; i + T.Width <= end; i += T.Width) TForm.Normalize(T.Load(x + i), max, normalizer).Store(y + i);
                    int rest = (int)(end - i);
                    if (rest == 1) TForm.Normalize(Lane1.Load(x + i), max, normalizer).Store(y + i);
                    else if (rest > 1) Rest<T>(x + i, y + i, rest, max, normalizer);
                }
            }

            // Not inlined: beside a second exponential the loop before it slows down.
            [MethodImpl(MethodImplOptions.NoInlining)]
            private static void Rest<T>(float* x, float* y, int count, float max, float normalizer)
                where T : struct, ICpuLane<T>
                => PartialLanes.Store(TForm.Normalize(PartialLanes.Load<T>(x, count), max, normalizer), y, count);
        }

        // dx[n, c] (+)= derivative of y, dy and the row's sum; a chunk is a run of rows; a row is read twice, the second time from the cache.
        private readonly struct BackwardJob(Chunks chunks, long length, float* y, float* dy, float* dx, bool accumulate) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                for (long row = chunks.Start(index); row < chunks.End(index); row++)
                {
                    long start = row * length;
                    float sum = (float)TForm.RowSum(new CpuRow<T>(y + start, length), new CpuRow<T>(dy + start, length));
                    long i = start;
                    for (; i + T.Width <= start + length; i += T.Width) One<T>(i, sum);
                    int rest = (int)(start + length - i);
                    if (rest == 1) One<Lane1>(i, sum);
                    else if (rest > 1) Rest<T>(i, rest, sum);
                }
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            private void One<T>(long i, float sum)
                where T : struct, ICpuLane<T>
            {
                T gradient = TForm.Derivative(T.Load(y + i), T.Load(dy + i), sum);
                if (accumulate) gradient += T.Load(dx + i);
                gradient.Store(dx + i);
            }

            // Not inlined: beside a second exponential the loop before it slows down.
            [MethodImpl(MethodImplOptions.NoInlining)]
            private void Rest<T>(long i, int count, float sum)
                where T : struct, ICpuLane<T>
            {
                T gradient = TForm.Derivative(PartialLanes.Load<T>(y + i, count), PartialLanes.Load<T>(dy + i, count), sum);
                if (accumulate) gradient += PartialLanes.Load<T>(dx + i, count);
                PartialLanes.Store(gradient, dx + i, count);
            }
        }
    }
}
