using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Elementwise;

/// <summary>target[i] = source[i], or target[i] += source[i]: how a gradient that is passed on unchanged reaches its input.</summary>
internal static partial class Accumulation
{
    private static readonly KernelSet<IKernels> Kernels = new(cpu: device => new CpuKernels(device), gpu: device => new GpuKernels(device));

    private interface IKernels
    {
        void Run(Storage source, Storage target, bool accumulate);
    }

    public static void Run(Device device, Storage source, Storage target, bool accumulate)
        => Kernels.For(device).Run(source, target, accumulate);

    private sealed unsafe class CpuKernels(CpuDevice device) : IKernels
    {
        public void Run(Storage source, Storage target, bool accumulate)
        {
            var chunks = new Chunks(target.Length, Chunks.MemoryBound);
            var job = new Job(chunks, source.Floats(), target.Floats(), accumulate);
            device.Run(chunks.Count, ref job);
        }

        // A chunk is a run of elements; streams through memory once.
        private readonly struct Job(Chunks chunks, float* source, float* target, bool accumulate) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                long i = chunks.Start(index);
                long end = chunks.End(index);
                if (!accumulate)
                {
                    Buffer.MemoryCopy(source + i, target + i, (end - i) * sizeof(float), (end - i) * sizeof(float));
                    return;
                }

                for (; i + T.Width <= end; i += T.Width) (T.Load(target + i) + T.Load(source + i)).Store(target + i);
                for (; i < end; i++) target[i] += source[i];
            }
        }
    }
}
