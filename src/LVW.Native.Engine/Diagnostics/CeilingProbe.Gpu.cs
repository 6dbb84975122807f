using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Elementwise;

namespace LVW.Native.Engine.Diagnostics;

/// <content>GPU kernels.</content>
public static partial class CeilingProbe
{
    // Eight independent chains x ← x·a + b in registers; a thread is a lane.
    internal readonly struct MultiplyAddKernel(ArrayView<float> sums, int rounds, float a, float b) : IGpuKernel
    {
        public void Execute()
        {
            int i = GpuThread.Index;
            if (i >= sums.IntLength) return;
            float x0 = sums[i], x1 = x0 + b, x2 = x1 + b, x3 = x2 + b, x4 = x3 + b, x5 = x4 + b, x6 = x5 + b, x7 = x6 + b;
            for (int round = 0; round < rounds; round++)
            {
                x0 = (x0 * a) + b;
                x1 = (x1 * a) + b;
                x2 = (x2 * a) + b;
                x3 = (x3 * a) + b;
                x4 = (x4 * a) + b;
                x5 = (x5 * a) + b;
                x6 = (x6 * a) + b;
                x7 = (x7 * a) + b;
            }

            sums[i] = x0 + x1 + x2 + x3 + x4 + x5 + x6 + x7;
        }
    }

    private sealed class GpuKernels(GpuDevice device) : IKernels
    {
        // What a large GPU holds at once, sixteen times over; the emulation and the interpreter get one group.
        public long Lanes => device.Api is GpuApi.Cuda or GpuApi.OpenCL ? 1 << 20 : 256;

        public void Copy(Storage source, Storage target) => Accumulation.Run(device, source, target, accumulate: false);

        public void MultiplyAdd(Storage sums, int rounds) => device.LaunchOver(sums.Length, new MultiplyAddKernel(sums.View(), rounds, 0.999f, 0.001f));
    }
}
