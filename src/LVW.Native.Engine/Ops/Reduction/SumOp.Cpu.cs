using System.Runtime.CompilerServices;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Elementwise;

namespace LVW.Native.Engine.Ops.Reduction;

/// <content>Processor kernels of the gradient; the sum itself is <see cref="Summation{TFormula}"/>.</content>
public sealed partial class SumOp<TFormula>
{
    private sealed unsafe class CpuKernels(CpuDevice device) : IKernels
    {
        public void Backward(TFormula formula, in BroadcastGeometry geometry, Storage x, Storage dy, float scale, Storage dx, bool accumulate)
        {
            var chunks = new Chunks(geometry.Count, Chunks.MemoryBound);
            var job = new BackwardJob(chunks, formula, geometry, x.Floats(), dy.Floats(), scale, dx.Floats(), accumulate);
            device.Run(chunks.Count, ref job);
        }

        // dx[i] (+)= scale·dy[k(i)]·f′(x[i]); a chunk is a run of elements of x, walked row by row;
        // x and dx are streams, dy is a stream where the last axis is kept and one value for the row where it is not.
        private readonly struct BackwardJob(
            Chunks chunks, TFormula formula, BroadcastGeometry geometry, float* x, float* dy, float scale, float* dx, bool accumulate) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                long i = chunks.Start(index);
                long end = chunks.End(index);
                long column = i % geometry.Inner;
                var cursor = new BroadcastCursor(geometry, i / geometry.Inner);
                while (i < end)
                {
                    long count = Math.Min(geometry.Inner - column, end - i);
                    float* incoming = dy + cursor.Right + (column * geometry.RightInner);
                    if (geometry.RightInner == 0) Row<T, Repeated>(incoming, i, count);
                    else Row<T, Streamed>(incoming, i, count);
                    i += count;
                    column = 0;
                    cursor.Next();
                }
            }

            private void Row<T, TIncoming>(float* incoming, long start, long count)
                where T : struct, ICpuLane<T>
                where TIncoming : struct, IOperand
            {
                long i = 0;
                for (; i + T.Width <= count; i += T.Width) One(TIncoming.At<T>(incoming, i), start + i);
                for (; i < count; i++) One(TIncoming.At<Lane1>(incoming, i), start + i);
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            private void One<T>(T incoming, long i)
                where T : struct, ICpuLane<T>
            {
                T value = T.Load(x + i);
                T gradient = incoming * T.Constant(scale) * formula.Derivative(value, formula.Forward(value));
                if (accumulate) gradient += T.Load(dx + i);
                gradient.Store(dx + i);
            }
        }
    }
}
