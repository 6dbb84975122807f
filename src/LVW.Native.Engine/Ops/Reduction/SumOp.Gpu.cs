using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Elementwise;

namespace LVW.Native.Engine.Ops.Reduction;

/// <content>GPU kernels of the gradient; the sum itself is <see cref="Summation{TFormula}"/>.</content>
public sealed partial class SumOp<TFormula>
{
    // dx[i] (+)= scale·dy[k(i)]·f′(x[i]); a thread is an element of x; x and dx are streams, dy is read again where it repeats.
    internal readonly struct BackwardKernel(
        TFormula formula, GpuBroadcast places, ArrayView<float> x, ArrayView<float> dy, float scale, ArrayView<float> dx, int accumulate)
        : IGpuKernel
    {
        public void Execute()
        {
            int i = GpuThread.Index;
            if (i >= dx.IntLength) return;
            places.Find(i, out _, out int incoming);
            var value = new LaneGpu(x[i]);
            float gradient = dy[incoming] * scale * formula.Derivative(value, formula.Forward(value)).Value;
            dx[i] = accumulate != 0 ? dx[i] + gradient : gradient;
        }
    }

    private sealed class GpuKernels(GpuDevice device) : IKernels
    {
        public void Backward(TFormula formula, in BroadcastGeometry geometry, Storage x, Storage dy, float scale, Storage dx, bool accumulate)
            => device.LaunchOver(
                geometry.Count,
                new BackwardKernel(formula, new GpuBroadcast(geometry), x.View(), dy.View(), scale, dx.View(), accumulate ? 1 : 0));
    }
}
