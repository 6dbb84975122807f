using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Reduction;

namespace LVW.Native.Engine.Ops.Pooling;

/// <content>GPU kernels.</content>
public sealed partial class GlobalAveragePool2dOp
{
    // y[n,c] = 1/(H·W) · Σ over places of x[n,place,c].
    // A group is a picture and 32 channels; each of its 8 lanes sums every eighth place in runs of 64, then the lanes are added in order.
    // Neighbouring threads read neighbouring channels; x is a stream.
    internal readonly struct ForwardKernel(GpuRowDeal pictures, ArrayView<float> x, ArrayView<float> y) : IGpuKernel
    {
        private const int Run = 64;

        public void Execute()
        {
            ArrayView<float> sums = SharedMemory.Allocate<float>(IGpuKernel.DefaultGroupSize);
            int c = pictures.Channel;
            int first = pictures.FirstRow;
            int end = pictures.EndRow;
            float total = 0f;
            if (c < pictures.Channels)
            {
                for (int start = first + GpuRowDeal.Lane; start < end; start += Run * GpuRowDeal.Lanes)
                {
                    int stop = Math.Min(end, start + (Run * GpuRowDeal.Lanes));
                    float sum = 0f;
                    for (int row = start; row < stop; row += GpuRowDeal.Lanes) sum += x[(row * pictures.Channels) + c];
                    total += sum;
                }
            }

            sums[Group.IdxX] = total;
            Group.Barrier();
            if (GpuRowDeal.Lane != 0 || c >= pictures.Channels) return;
            for (int lane = 1; lane < GpuRowDeal.Lanes; lane++) total += sums[(lane * GpuRowDeal.Columns) + Group.IdxX];
            y[(pictures.Part * pictures.Channels) + c] = total / (end - first);
        }
    }

    // dx[n,place,c] (+)= dy[n,c] / (H·W); a thread is an element of dx, written as a stream; dy comes from the cache.
    internal readonly struct BackwardKernel(int places, int channels, ArrayView<float> dy, ArrayView<float> dx, int accumulate) : IGpuKernel
    {
        public void Execute()
        {
            int i = GpuThread.Index;
            if (i >= dx.IntLength) return;
            int row = i / channels;
            float gradient = dy[(row / places * channels) + i - (row * channels)] / places;
            dx[i] = accumulate != 0 ? gradient + dx[i] : gradient;
        }
    }

    private sealed class GpuKernels(GpuDevice device) : IKernels
    {
        public void Forward(int pictures, int places, int channels, Storage x, Storage y)
        {
            var rows = new GpuRowDeal(pictures * places, channels, rowsOfPart: places);
            device.Launch(rows.Grid, new ForwardKernel(rows, x.View(), y.View()));
        }

        public void Backward(int pictures, int places, int channels, Storage dy, Storage dx, bool accumulate)
            => device.LaunchOver(dx.Length, new BackwardKernel(places, channels, dy.View(), dx.View(), accumulate ? 1 : 0));
    }
}
