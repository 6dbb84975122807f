using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Shaping;

/// <content>Processor kernels.</content>
public sealed partial class GatherOp
{
    private sealed unsafe class CpuKernels(CpuDevice device) : IKernels
    {
        // Every chunk of the gradient reads all indices, so there are few of them.
        private const int MostRanges = 16;

        public void Forward(Shape shape, Storage x, Storage rows, int count, Storage y)
        {
            int* indices = rows.Integers();
            for (int m = 0; m < count; m++)
            {
                if ((uint)indices[m] >= (uint)shape[0]) throw NoSuchRow(indices[m], m, count, shape);
            }

            if (count == 0) return;
            long length = shape.Count / shape[0];
            Chunks chunks = Chunks.OfRows(count, length);
            var job = new ForwardJob(chunks, length, indices, x.Floats(), y.Floats());
            device.Run(chunks.Count, ref job);
        }

        public void Backward(Shape shape, Storage rows, int count, Storage dy, Storage dx, bool accumulate)
        {
            if (shape[0] == 0) return;
            var chunks = new Chunks(shape[0], (shape[0] + MostRanges - 1) / MostRanges);
            var job = new BackwardJob(chunks, shape.Count / shape[0], count, rows.Integers(), dy.Floats(), dx.Floats(), accumulate);
            device.Run(chunks.Count, ref job);
        }

        // y[m,i] = x[rows[m],i]; a chunk is a run of m; whole rows are copied.
        private readonly struct ForwardJob(Chunks chunks, long length, int* rows, float* x, float* y) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                long bytes = length * sizeof(float);
                for (long m = chunks.Start(index); m < chunks.End(index); m++)
                {
                    Buffer.MemoryCopy(x + (rows[m] * length), y + (m * length), bytes, bytes);
                }
            }
        }

        // dx[r,i] (+)= Σ over m with rows[m] = r of dy[m,i], in the order of m.
        // A chunk owns a range of rows r and looks through all m for them, so no two chunks meet; lanes run along a row.
        private readonly struct BackwardJob(Chunks chunks, long length, int count, int* rows, float* dy, float* dx, bool accumulate) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                long start = chunks.Start(index);
                long end = chunks.End(index);
                if (!accumulate) AlignedMemory.Fill(dx + (start * length), (end - start) * length, 0f);
                for (int m = 0; m < count; m++)
                {
                    if (rows[m] < start || rows[m] >= end) continue;
                    float* source = dy + (m * length);
                    float* target = dx + (rows[m] * length);
                    long i = 0;
                    for (; i + T.Width <= length; i += T.Width) (T.Load(target + i) + T.Load(source + i)).Store(target + i);
                    for (; i < length; i++) target[i] += source[i];
                }
            }
        }
    }
}
