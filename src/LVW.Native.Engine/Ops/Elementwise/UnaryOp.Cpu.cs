using System.Runtime.CompilerServices;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Elementwise;

/// <content>Processor kernels.</content>
public sealed partial class UnaryOp<TFormula>
{
    private sealed unsafe class CpuKernels(CpuDevice device) : IKernels
    {
        public void Forward(TFormula formula, Storage x, Storage y)
        {
            var chunks = new Chunks(y.Length, Chunks.MemoryBound);
            var job = new ForwardJob(chunks, formula, x.Floats(), y.Floats());
            device.Run(chunks.Count, ref job);
        }

        public void Backward(TFormula formula, Storage x, Storage y, Storage dy, Storage dx, bool accumulate)
        {
            var chunks = new Chunks(y.Length, Chunks.MemoryBound);
            var job = new BackwardJob(chunks, formula, x.Floats(), y.Floats(), dy.Floats(), dx.Floats(), accumulate);
            device.Run(chunks.Count, ref job);
        }

        // y[i] = f(x[i]); a chunk is a run of elements; streams through memory once.
        private readonly struct ForwardJob(Chunks chunks, TFormula formula, float* x, float* y) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                long i = chunks.Start(index);
                long end = chunks.End(index);
                for (; i + T.Width <= end; i += T.Width) formula.Forward(T.Load(x + i)).Store(y + i);
                for (; i < end; i++) formula.Forward(Lane1.Load(x + i)).Store(y + i);
            }
        }

        // dx[i] (+)= dy[i]·f′(x[i]); a chunk is a run of elements; streams through memory once.
        private readonly struct BackwardJob(Chunks chunks, TFormula formula, float* x, float* y, float* dy, float* dx, bool accumulate) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                long i = chunks.Start(index);
                long end = chunks.End(index);
                for (; i + T.Width <= end; i += T.Width) One<T>(i);
                for (; i < end; i++) One<Lane1>(i);
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            private void One<T>(long i)
                where T : struct, ICpuLane<T>
            {
                T gradient = T.Load(dy + i) * formula.Derivative(T.Load(x + i), T.Load(y + i));
                if (accumulate) gradient += T.Load(dx + i);
                gradient.Store(dx + i);
            }
        }
    }
}
