using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Elementwise;

/// <content>GPU kernels.</content>
internal static partial class Accumulation
{
    // target[i] (+)= source[i]; a thread is an element; both are streams.
    internal readonly struct AccumulateKernel(ArrayView<float> source, ArrayView<float> target, int accumulate) : IGpuKernel
    {
        public void Execute()
        {
            int i = GpuThread.Index;
            if (i < target.IntLength) target[i] = accumulate != 0 ? target[i] + source[i] : source[i];
        }
    }

    private sealed class GpuKernels(GpuDevice device) : IKernels
    {
        public void Run(Storage source, Storage target, bool accumulate)
            => device.LaunchOver(target.Length, new AccumulateKernel(source.View(), target.View(), accumulate ? 1 : 0));
    }
}
