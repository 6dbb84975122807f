using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Optimizers;

/// <content>Processor kernel.</content>
public sealed partial class Adam
{
    private sealed unsafe class CpuKernels(CpuDevice device) : IKernels
    {
        public void Update(in Coefficients coefficients, Storage weight, Storage gradient, Storage first, Storage second)
        {
            var chunks = new Chunks(weight.Length, Chunks.MemoryBound);
            var job = new Job(chunks, coefficients, weight.Floats(), gradient.Floats(), first.Floats(), second.Floats());
            device.Run(chunks.Count, ref job);
        }

        // One pass over weight, gradient and both moments; a chunk is a run of elements.
        private readonly struct Job(Chunks chunks, Coefficients k, float* w, float* g, float* m, float* v) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                long i = chunks.Start(index);
                long end = chunks.End(index);
                for (; i + T.Width <= end; i += T.Width) One<T>(i);
                for (; i < end; i++) One<Lane1>(i);
            }

            private void One<T>(long i)
                where T : struct, ICpuLane<T>
            {
                T weight = T.Load(w + i);
                T gradient = T.MultiplyAdd(T.Constant(k.Decay), weight, T.Load(g + i));
                T first = T.MultiplyAdd(T.Constant(k.Beta1), T.Load(m + i), T.Constant(k.OneMinusBeta1) * gradient);
                T second = T.MultiplyAdd(T.Constant(k.Beta2), T.Load(v + i), T.Constant(k.OneMinusBeta2) * gradient * gradient);
                first.Store(m + i);
                second.Store(v + i);
                T denominator = T.MultiplyAdd(T.Sqrt(second), T.Constant(k.InverseRoot), T.Constant(k.Epsilon));
                ((T.Constant(k.Shrink) * weight) - (T.Constant(k.Rate) * first / denominator)).Store(w + i);
            }
        }
    }
}
