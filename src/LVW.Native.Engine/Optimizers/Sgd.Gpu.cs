using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Optimizers;

/// <content>GPU kernel.</content>
public sealed partial class Sgd
{
    // b ← μb + g, w ← w − η·b (or η·(g + μb), Nesterov); a thread is an element; all three blocks are streams.
    internal readonly struct UpdateKernel(
        GpuCoefficients k, ArrayView<float> w, ArrayView<float> g, ArrayView<float> b) : IGpuKernel
    {
        public void Execute()
        {
            int i = GpuThread.Index;
            if (i >= w.IntLength) return;
            float weight = w[i];
            float gradient = (k.Decay * weight) + g[i];
            float moment = (k.Momentum * b[i]) + gradient;
            b[i] = moment;
            float move = k.Nesterov != 0 ? (k.Momentum * moment) + gradient : moment;
            w[i] = weight - (k.Rate * move);
        }
    }

    // Kernels take no bool.
    internal readonly record struct GpuCoefficients(float Rate, float Decay, float Momentum, int Nesterov);

    private sealed class GpuKernels(GpuDevice device) : IKernels
    {
        public void Update(in Coefficients coefficients, Storage weight, Storage gradient, Storage moment)
        {
            var k = new GpuCoefficients(coefficients.Rate, coefficients.Decay, coefficients.Momentum, coefficients.Nesterov ? 1 : 0);
            device.LaunchOver(weight.Length, new UpdateKernel(k, weight.View(), gradient.View(), moment.View()));
        }
    }
}
