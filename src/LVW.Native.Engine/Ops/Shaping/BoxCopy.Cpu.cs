using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Shaping;

/// <content>Processor kernels.</content>
internal static partial class BoxCopy
{
    private sealed unsafe class CpuKernels(CpuDevice device) : IKernels
    {
        public void Run(Storage source, Storage target, in Box box, bool accumulate)
        {
            Chunks chunks = Chunks.OfRows(box.Rows, box.Length);
            var job = new Job(chunks, box, source.Floats(), target.Floats(), accumulate);
            device.Run(chunks.Count, ref job);
        }

        // target[i,j,k,l] (+)= source[i,j,k,l], each side with its own strides.
        // A chunk is a run of rows (i,j,k); where both rows are contiguous they are moved by vectors, else one by one.
        private readonly struct Job(Chunks chunks, Box box, float* source, float* target, bool accumulate) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                long end = chunks.End(index);
                long row = chunks.Start(index);
                int k = (int)(row % box.Size2);
                int j = (int)(row / box.Size2 % box.Size1);
                int i = (int)(row / box.Size2 / box.Size1);
                bool contiguous = (box.Source.Stride3 == 1 && box.Target.Stride3 == 1) || box.Length == 1;
                for (; row < end; row++)
                {
                    float* from = source + box.Source.Row(i, j, k);
                    float* to = target + box.Target.Row(i, j, k);
                    if (!contiguous) Strided(from, to);
                    else if (accumulate) Add<T>(from, to);
                    else Copy<T>(from, to);
                    if (++k < box.Size2) continue;
                    k = 0;
                    if (++j < box.Size1) continue;
                    j = 0;
                    i++;
                }
            }

            private void Copy<T>(float* from, float* to)
                where T : struct, ICpuLane<T>
            {
                int l = 0;
                for (; l + T.Width <= box.Length; l += T.Width) T.Load(from + l).Store(to + l);
                for (; l < box.Length; l++) to[l] = from[l];
            }

            private void Add<T>(float* from, float* to)
                where T : struct, ICpuLane<T>
            {
                int l = 0;
                for (; l + T.Width <= box.Length; l += T.Width) (T.Load(to + l) + T.Load(from + l)).Store(to + l);
                for (; l < box.Length; l++) to[l] += from[l];
            }

            private void Strided(float* from, float* to)
            {
                for (int l = 0; l < box.Length; l++)
                {
                    float value = from[l * box.Source.Stride3];
                    float* place = to + (l * box.Target.Stride3);
                    *place = accumulate ? *place + value : value;
                }
            }
        }
    }
}
