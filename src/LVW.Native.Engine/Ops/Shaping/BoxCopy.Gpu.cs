using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Shaping;

/// <content>GPU kernels.</content>
internal static partial class BoxCopy
{
    // target[i,j,k,l] (+)= source[i,j,k,l], each side with its own strides; a thread is an element of the box.
    // Neighbouring threads are neighbours along l: a stream on every side whose innermost stride is 1.
    internal readonly struct CopyKernel(GpuBox box, ArrayView<float> source, ArrayView<float> target, int accumulate) : IGpuKernel
    {
        public void Execute()
        {
            int i = GpuThread.Index;
            if (i >= box.Count) return;
            box.Find(i, out int from, out int to);
            target[to] = accumulate != 0 ? target[to] + source[from] : source[from];
        }
    }

    private sealed class GpuKernels(GpuDevice device) : IKernels
    {
        public void Run(Storage source, Storage target, in Box box, bool accumulate)
            => device.LaunchOver(box.Count, new CopyKernel(new GpuBox(box), source.View(), target.View(), accumulate ? 1 : 0));
    }
}
