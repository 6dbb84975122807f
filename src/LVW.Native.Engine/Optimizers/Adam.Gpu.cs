using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Optimizers;

/// <content>GPU kernel.</content>
public sealed partial class Adam
{
    // m ← β₁m + (1−β₁)g, v ← β₂v + (1−β₂)g², w ← w − η·m̂/(√v̂ + ε); a thread is an element; all four blocks are streams.
    internal readonly struct UpdateKernel(
        Coefficients k, ArrayView<float> w, ArrayView<float> g, ArrayView<float> m, ArrayView<float> v) : IGpuKernel
    {
        public void Execute()
        {
            int i = GpuThread.Index;
            if (i >= w.IntLength) return;
            float weight = w[i];
            float gradient = (k.Decay * weight) + g[i];
            float first = (k.Beta1 * m[i]) + (k.OneMinusBeta1 * gradient);
            float second = (k.Beta2 * v[i]) + (k.OneMinusBeta2 * gradient * gradient);
            m[i] = first;
            v[i] = second;
            float denominator = (MathF.Sqrt(second) * k.InverseRoot) + k.Epsilon;
            w[i] = (k.Shrink * weight) - (k.Rate * first / denominator);
        }
    }

    private sealed class GpuKernels(GpuDevice device) : IKernels
    {
        public void Update(AdamOptions options, IReadOnlyList<ParameterMove> moves, int first, int end)
        {
            for (int i = first; i < end; i++)
            {
                ParameterMove move = moves[i];
                Storage weight = move.Parameter.Value;
                device.LaunchOver(
                    weight.Length,
                    new UpdateKernel(
                        Coefficients.Of(options, move), weight.View(), move.Parameter.Gradient.View(), move.Moments[0].View(), move.Moments[1].View()));
            }
        }
    }
}
