using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Optimizers;

/// <content>Processor kernel.</content>
public sealed partial class Adam
{
    private sealed unsafe class CpuKernels(CpuDevice device) : IKernels
    {
        // Elements of a chunk: all four blocks of it together fit a core's second cache.
        private const long Run = 32768;

        public void Update(AdamOptions options, IReadOnlyList<ParameterMove> moves, int first, int end)
        {
            Storage table = device.Rent((long)(end - first) * sizeof(Block) / sizeof(float));
            var blocks = (Block*)table.Floats();
            long total = 0;
            for (int i = first; i < end; i++)
            {
                ParameterMove move = moves[i];
                Storage weight = move.Parameter.Value;
                blocks[i - first] = new Block(
                    total, weight.Length, Coefficients.Of(options, move),
                    weight.Floats(), move.Parameter.Gradient.Floats(), move.Moments[0].Floats(), move.Moments[1].Floats());
                total += weight.Length;
            }

            var job = new Job(new Chunks(total, Run), blocks, end - first);
            device.Run(job.Chunks.Count, ref job);
            device.Return(table);
        }

        // A parameter with the number of elements before it.
        private readonly struct Block(long start, long length, in Coefficients coefficients, float* w, float* g, float* m, float* v)
        {
            public readonly long Start = start;
            public readonly long End = start + length;
            public readonly Coefficients Coefficients = coefficients;
            public readonly float* W = w, G = g, M = m, V = v;
        }

        // The elements of all parameters are numbered through; a chunk is a run of them, and goes through the parameters that it meets.
        // Each element's weight, gradient and both moments are read once, and all but the gradient written.
        private readonly struct Job(Chunks chunks, Block* blocks, int count) : ILaneJob
        {
            public Chunks Chunks => chunks;

            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                long end = chunks.End(index);
                long start = chunks.Start(index);
                for (Block* block = BlockOf(start); start < end; block++)
                {
                    long stop = Math.Min(end, block->End);
                    Move<T>(block, start - block->Start, stop - block->Start);
                    start = stop;
                }
            }

            private Block* BlockOf(long element)
            {
                (int low, int high) = (0, count);
                while (high - low > 1)
                {
                    int middle = (low + high) / 2;
                    if (blocks[middle].Start <= element) low = middle;
                    else high = middle;
                }

                return blocks + low;
            }

            private static void Move<T>(Block* block, long i, long end)
                where T : struct, ICpuLane<T>
            {
                Formula<T> wide = new(block->Coefficients);
                Formula<Lane1> narrow = new(block->Coefficients);
                for (; i + T.Width <= end; i += T.Width) wide.Apply(block->W + i, block->G + i, block->M + i, block->V + i);
                for (; i < end; i++) narrow.Apply(block->W + i, block->G + i, block->M + i, block->V + i);
            }
        }

        private readonly struct Formula<T>(in Coefficients k)
            where T : struct, ICpuLane<T>
        {
            private readonly T beta1 = T.Constant(k.Beta1), beta2 = T.Constant(k.Beta2);
            private readonly T share1 = T.Constant(k.OneMinusBeta1), share2 = T.Constant(k.OneMinusBeta2);
            private readonly T rate = T.Constant(k.Rate), inverseRoot = T.Constant(k.InverseRoot), epsilon = T.Constant(k.Epsilon);
            private readonly T decay = T.Constant(k.Decay), shrink = T.Constant(k.Shrink);

            public void Apply(float* w, float* g, float* m, float* v)
            {
                T weight = T.Load(w);
                T gradient = T.MultiplyAdd(decay, weight, T.Load(g));
                T first = T.MultiplyAdd(beta1, T.Load(m), share1 * gradient);
                T second = T.MultiplyAdd(beta2, T.Load(v), share2 * gradient * gradient);
                first.Store(m);
                second.Store(v);
                T denominator = T.MultiplyAdd(T.Sqrt(second), inverseRoot, epsilon);
                ((shrink * weight) - (rate * first / denominator)).Store(w);
            }
        }
    }
}
