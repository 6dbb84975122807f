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
            Chunks chunks, TFormula formula, BroadcastGeometry geometry, float* x, float* dy, float scale, float* dx, bool accumulate)
            : ILaneJob, IBroadcastRows
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
                => BroadcastRows.Run<T, BackwardJob>(geometry, chunks.Start(index), chunks.End(index), this);

            public void Row<T, TLeft, TRight>(long left, long right, long start, long count)
                where T : struct, ICpuLane<T>
                where TLeft : struct, IOperand
                where TRight : struct, IOperand
            {
                float* incoming = dy + right;
                long i = 0;
                for (; i + T.Width <= count; i += T.Width) One(TRight.At<T>(incoming, i), start + i);
                for (; i < count; i++) One(TRight.At<Lane1>(incoming, i), start + i);
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
