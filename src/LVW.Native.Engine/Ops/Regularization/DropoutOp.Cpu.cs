using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Randomness;

namespace LVW.Native.Engine.Ops.Regularization;

/// <content>Processor kernels.</content>
public sealed partial class DropoutOp
{
    private sealed unsafe class CpuKernels(CpuDevice device) : IKernels
    {
        public void Run(DropoutMask mask, Storage source, Storage target, bool accumulate)
        {
            // Multiples of four elements, so that chunks share no block of random words.
            var chunks = new Chunks(target.Length, Chunks.MemoryBound);
            var job = new Job(chunks, mask, source.Floats(), target.Floats(), accumulate);
            device.Workers.Run(chunks.Count, ref job);
        }

        // target[i] (+)= source[i]·factor(word i); a chunk is a run of elements; four at a time share a block of random words.
        private readonly struct Job(Chunks chunks, DropoutMask mask, float* source, float* target, bool accumulate) : IParallelJob
        {
            public void Execute(int index, int worker)
            {
                long end = chunks.End(index);
                for (long i = chunks.Start(index); i < end; i += 4)
                {
                    PhiloxBlock words = mask.Block(i >> 2);
                    One(i, words.X);
                    if (i + 1 < end) One(i + 1, words.Y);
                    if (i + 2 < end) One(i + 2, words.Z);
                    if (i + 3 < end) One(i + 3, words.W);
                }
            }

            private void One(long i, uint word)
            {
                float value = source[i] * mask.Factor(word);
                target[i] = accumulate ? target[i] + value : value;
            }
        }
    }
}
