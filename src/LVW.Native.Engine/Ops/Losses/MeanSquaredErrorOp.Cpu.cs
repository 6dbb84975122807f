using System.Runtime.CompilerServices;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Losses;

/// <content>Processor kernels.</content>
public sealed partial class MeanSquaredErrorOp
{
    private sealed unsafe class CpuKernels(CpuDevice device) : IKernels
    {
        private const int Block = 1024;

        public void Forward(Storage x, Storage target, Storage loss)
        {
            var chunks = new Chunks(x.Length, Chunks.MemoryBound);
            Storage partials = device.Rent(2 * chunks.Count);
            double* sums = (double*)partials.Floats();
            var job = new ForwardJob(chunks, x.Floats(), target.Floats(), sums);
            device.Run(chunks.Count, ref job);
            double total = 0;
            for (int i = 0; i < chunks.Count; i++) total += sums[i];
            *loss.Floats() = (float)(total / x.Length);
            device.Return(partials);
        }

        public void Backward(Storage x, Storage target, Storage dy, float factor, Storage dx, bool accumulate)
        {
            var chunks = new Chunks(x.Length, Chunks.MemoryBound);
            var job = new BackwardJob(chunks, x.Floats(), target.Floats(), factor * *dy.Floats(), dx.Floats(), accumulate);
            device.Run(chunks.Count, ref job);
        }

        // sums[chunk] = Σ (x[i] − target[i])²; a chunk is a run of elements; two streams are read once.
        private readonly struct ForwardJob(Chunks chunks, float* x, float* target, double* sums) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                double total = 0;
                long i = chunks.Start(index);
                long chunkEnd = chunks.End(index);
                while (i + T.Width <= chunkEnd)
                {
                    long end = Math.Min(chunkEnd, i + Block);
                    T sum = T.Constant(0);
                    for (; i + T.Width <= end; i += T.Width)
                    {
                        T difference = T.Load(x + i) - T.Load(target + i);
                        sum = T.MultiplyAdd(difference, difference, sum);
                    }

                    total += sum.Sum();
                }

                for (; i < chunkEnd; i++)
                {
                    float difference = x[i] - target[i];
                    total += difference * difference;
                }

                sums[index] = total;
            }
        }

        // dx[i] (+)= factor·(x[i] − target[i]); a chunk is a run of elements; streams through memory once.
        private readonly struct BackwardJob(Chunks chunks, float* x, float* target, float factor, float* dx, bool accumulate) : ILaneJob
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
                T gradient = (T.Load(x + i) - T.Load(target + i)) * T.Constant(factor);
                if (accumulate) gradient += T.Load(dx + i);
                gradient.Store(dx + i);
            }
        }
    }
}
