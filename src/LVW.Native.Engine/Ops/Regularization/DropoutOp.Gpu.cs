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
            float y0 = Value(i, words.X);
            float y1 = Value(i + 1, words.Y);
            float y2 = Value(i + 2, words.Z);
            float y3 = Value(i + 3, words.W);
            Put(i, y0);
            Put(i + 1, y1);
            Put(i + 2, y2);
            Put(i + 3, y3);
        }

        // Beyond the end the last element is read and never written: no branch keeps the four reads from overlapping.
        private float Value(int i, uint word)
        {
            int inside = Math.Min(i, target.IntLength - 1);
            float value = source[inside] * (Philox.ToUniform(word) < mask.Probability ? 0f : scale);
            return accumulate != 0 ? target[inside] + value : value;
        }

        private void Put(int i, float value)
        {
            if (i < target.IntLength) target[i] = value;
        }
    }

    private sealed class GpuKernels(GpuDevice device) : IKernels
    {
        public void Run(DropoutMask mask, Storage source, Storage target, bool accumulate)
            => device.LaunchOver(
                (target.Length + 3) / 4, new Kernel(mask, mask.Scale, source.View(), target.View(), accumulate ? 1 : 0));
    }
}
