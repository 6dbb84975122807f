using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Pooling;

/// <content>Processor kernels.</content>
public sealed partial class GlobalAveragePool2dOp
{
    private sealed unsafe class CpuKernels(CpuDevice device) : IKernels
    {
        public void Forward(int pictures, int places, int channels, Storage x, Storage y)
        {
            var job = new ForwardJob(places, channels, x.Floats(), y.Floats());
            device.Run(pictures * job.Blocks, ref job);
        }

        public void Backward(int pictures, int places, int channels, Storage dy, Storage dx, bool accumulate)
        {
            Chunks chunks = Chunks.OfRows((long)pictures * places, channels);
            var job = new BackwardJob(chunks, places, channels, dy.Floats(), dx.Floats(), accumulate);
            device.Run(chunks.Count, ref job);
        }

        // y[n,c] = 1/(H·W) · Σ over places of x[n,place,c].
        // A chunk is a picture and a block of channels; lanes run over channels, so every channel is summed in the same order.
        // Sums of 64 places are summed in turn, which keeps the rounding error near that of a short sum.
        private readonly struct ForwardJob(int places, int channels, float* x, float* y) : ILaneJob
        {
            private const int Block = 256;
            private const int Run = 64;

            public int Blocks => (channels + Block - 1) / Block;

            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                long n = index / Blocks;
                int c = index % Blocks * Block;
                int end = Math.Min(channels, c + Block);
                for (; c + T.Width <= end; c += T.Width) One<T>(n, c);
                for (; c < end; c++) One<Lane1>(n, c);
            }

            private void One<T>(long n, int c)
                where T : struct, ICpuLane<T>
            {
                float* source = x + (n * places * channels) + c;
                T total = T.Constant(0);
                for (int start = 0; start < places; start += Run)
                {
                    int end = Math.Min(places, start + Run);
                    T sum = T.Constant(0);
                    for (int place = start; place < end; place++, source += channels) sum += T.Load(source);
                    total += sum;
                }

                (total / T.Constant(places)).Store(y + (n * channels) + c);
            }
        }

        // dx[n,place,c] (+)= dy[n,c] / (H·W); a chunk is a run of places; dy comes from the cache, dx is written once.
        private readonly struct BackwardJob(Chunks chunks, int places, int channels, float* dy, float* dx, bool accumulate) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
            {
                for (long row = chunks.Start(index); row < chunks.End(index); row++)
                {
                    float* source = dy + (row / places * channels);
                    float* target = dx + (row * channels);
                    int c = 0;
                    for (; c + T.Width <= channels; c += T.Width) One<T>(source + c, target + c);
                    for (; c < channels; c++) One<Lane1>(source + c, target + c);
                }
            }

            private void One<T>(float* source, float* target)
                where T : struct, ICpuLane<T>
            {
                T gradient = T.Load(source) / T.Constant(places);
                if (accumulate) gradient += T.Load(target);
                gradient.Store(target);
            }
        }
    }
}
