using System.Runtime.Intrinsics;
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
        // A comparison makes a mask of bits, not a branch: a branch on random bits is mispredicted every other time.
        private readonly struct Job(Chunks chunks, DropoutMask mask, float* source, float* target, bool accumulate) : IParallelJob
        {
            public void Execute(int index, int worker)
            {
                long i = chunks.Start(index);
                long end = chunks.End(index);
                Vector128<float> probability = Vector128.Create(mask.Probability);
                Vector128<float> scale = Vector128.Create(mask.Scale);
                for (; i + 4 <= end; i += 4)
                {
                    PhiloxBlock words = mask.Block(i >> 2);
                    Vector128<int> bits = Vector128.Create(words.X, words.Y, words.Z, words.W).AsInt32() >>> 8;
                    Vector128<float> kept = Vector128.GreaterThanOrEqual(Vector128.ConvertToSingle(bits) * Philox.UniformUnit, probability) & scale;
                    Vector128<float> value = Vector128.Load(source + i) * kept;
                    if (accumulate) value += Vector128.Load(target + i);
                    value.Store(target + i);
                }

                PhiloxBlock last = mask.Block(i >> 2);
                for (int place = 0; i < end; i++, place++)
                {
                    float value = source[i] * mask.Factor(last[place]);
                    target[i] = accumulate ? target[i] + value : value;
                }
            }
        }
    }
}
