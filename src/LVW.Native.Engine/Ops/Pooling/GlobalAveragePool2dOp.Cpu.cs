using System.Runtime.CompilerServices;
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
                float* source = x + (n * places * channels);
                float* target = y + (n * channels);
                for (; c + (4 * T.Width) <= end; c += 4 * T.Width) Four<T>(source + c, places, channels, target + c);
                for (; c + T.Width <= end; c += T.Width) One<T>(source + c, places, channels, target + c);
                for (; c < end; c++) One<Lane1>(source + c, places, channels, target + c);
            }

            [MethodImpl(MethodImplOptions.NoInlining)]
            private static void Four<T>(float* source, int places, nint channels, float* target)
                where T : struct, ICpuLane<T>
            {
                int w = T.Width;
                T zero = T.Constant(0);
                T total0 = zero, total1 = zero, total2 = zero, total3 = zero;
                for (int start = 0; start < places; start += Run)
                {
                    T sum0 = zero, sum1 = zero, sum2 = zero, sum3 = zero;
                    for (int left = Math.Min(Run, places - start); left > 0; left--, source += channels)
                    {
                        sum0 += T.Load(source);
                        sum1 += T.Load(source + w);
                        sum2 += T.Load(source + (2 * w));
                        sum3 += T.Load(source + (3 * w));
                    }

                    total0 += sum0;
                    total1 += sum1;
                    total2 += sum2;
                    total3 += sum3;
                }

                T count = T.Constant(places);
                (total0 / count).Store(target);
                (total1 / count).Store(target + w);
                (total2 / count).Store(target + (2 * w));
                (total3 / count).Store(target + (3 * w));
            }

            [MethodImpl(MethodImplOptions.NoInlining)]
            private static void One<T>(float* source, int places, nint channels, float* target)
                where T : struct, ICpuLane<T>
            {
                T total = T.Constant(0);
                for (int start = 0; start < places; start += Run)
                {
                    T sum = T.Constant(0);
                    for (int left = Math.Min(Run, places - start); left > 0; left--, source += channels) sum += T.Load(source);
                    total += sum;
                }

                (total / T.Constant(places)).Store(target);
            }
        }

        // dx[n,place,c] (+)= dy[n,c] / (H·W); a chunk is a run of places; dy comes from the cache, dx is written once.
        private readonly struct BackwardJob(Chunks chunks, int places, int channels, float* dy, float* dx, bool accumulate) : ILaneJob
        {
            public void Execute<T>(int index, int worker)
                where T : struct, ICpuLane<T>
                => Rows<T>(places, channels, dy, dx, accumulate, chunks.Start(index), chunks.End(index));

            // Everything in locals: a field would be read again after every store.
            private static void Rows<T>(int places, int channels, float* dy, float* dx, bool adds, long row, long end)
                where T : struct, ICpuLane<T>
            {
                for (; row < end; row++)
                {
                    float* source = dy + (row / places * channels);
                    float* target = dx + (row * channels);
                    int c = 0;
                    for (; c + T.Width <= channels; c += T.Width) One<T>(source + c, places, target + c, adds);
                    for (; c < channels; c++) One<Lane1>(source + c, places, target + c, adds);
                }
            }

            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            private static void One<T>(float* source, int places, float* target, bool adds)
                where T : struct, ICpuLane<T>
            {
                T gradient = T.Load(source) / T.Constant(places);
                if (adds) gradient += T.Load(target);
                gradient.Store(target);
            }
        }
    }
}
