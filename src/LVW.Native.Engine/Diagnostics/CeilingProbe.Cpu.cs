using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Diagnostics;

/// <content>Processor kernels.</content>
public static partial class CeilingProbe
{
    private sealed unsafe class CpuKernels(CpuDevice device) : IKernels
    {
        // Enough chunks that every thread gets several, and each of 16 values, the widest vector.
        private const int ChunksOfEachThread = 8;

        public long Lanes => 16L * ChunksOfEachThread * device.Workers.Threads;

        public void Copy(Storage source, Storage target)
        {
            var chunks = new Chunks(source.Length, Chunks.MemoryBound);
            var job = new CopyJob(chunks, source.Floats(), target.Floats());
            device.Run(chunks.Count, ref job);
        }

        public void MultiplyAdd(Storage sums, int rounds)
        {
            var job = new MultiplyAddJob(sums.Floats(), rounds);
            device.Run((int)(sums.Length / 16), ref job);
        }

        // target[i] = source[i]; a chunk is a run of elements.
        private readonly struct CopyJob(Chunks chunks, float* source, float* target) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                long bytes = (chunks.End(index) - chunks.Start(index)) * sizeof(float);
                Buffer.MemoryCopy(source + chunks.Start(index), target + chunks.Start(index), bytes, bytes);
            }
        }

        // Eight independent chains x ← x·a + b in registers; a chunk is 16 values.
        private readonly struct MultiplyAddJob(float* sums, int rounds) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                for (int lane = 0; lane < 16; lane += T.Width) One<T>(sums + (16 * index) + lane);
            }

            private void One<T>(float* sum)
                where T : struct, ICpuLane<T>
            {
                T a = T.Constant(0.999f), b = T.Constant(0.001f);
                T x0 = T.Load(sum), x1 = x0 + b, x2 = x1 + b, x3 = x2 + b, x4 = x3 + b, x5 = x4 + b, x6 = x5 + b, x7 = x6 + b;
                for (int i = 0; i < rounds; i++)
                {
                    x0 = T.MultiplyAdd(x0, a, b);
                    x1 = T.MultiplyAdd(x1, a, b);
                    x2 = T.MultiplyAdd(x2, a, b);
                    x3 = T.MultiplyAdd(x3, a, b);
                    x4 = T.MultiplyAdd(x4, a, b);
                    x5 = T.MultiplyAdd(x5, a, b);
                    x6 = T.MultiplyAdd(x6, a, b);
                    x7 = T.MultiplyAdd(x7, a, b);
                }

                (((x0 + x1) + (x2 + x3)) + ((x4 + x5) + (x6 + x7))).Store(sum);
            }
        }
    }
}
