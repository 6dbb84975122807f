using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Randomness;

namespace LVW.Native.Engine.Ops.Regularization;

/// <content>GPU kernels.</content>
public sealed partial class DropoutOp
{
    // target[i] (+)= source[i]·factor(word i); a thread is the four elements that share a block of random words.
    // Neighbouring threads read neighbouring fours; source and target are streams.
    internal readonly struct Kernel(
        DropoutMask mask, float scale, ArrayView<float> source, ArrayView<float> target, int accumulate) : IGpuKernel
    {
        public void Execute()
        {
            int block = GpuThread.Index;
            int i = block * 4;
            if (i >= target.IntLength) return;
            PhiloxBlock words = mask.Block(block);
            One(i, words.X);
            One(i + 1, words.Y);
            One(i + 2, words.Z);
            One(i + 3, words.W);
        }

        private void One(int i, uint word)
        {
            if (i >= target.IntLength) return;
            float value = source[i] * (Philox.ToUniform(word) < mask.Probability ? 0f : scale);
            target[i] = accumulate != 0 ? target[i] + value : value;
        }
    }

    private sealed class GpuKernels(GpuDevice device) : IKernels
    {
        public void Run(DropoutMask mask, Storage source, Storage target, bool accumulate)
            => device.LaunchOver(
                (target.Length + 3) / 4, new Kernel(mask, mask.Scale, source.View(), target.View(), accumulate ? 1 : 0));
    }
}
