using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Elementwise;

/// <content>GPU kernels.</content>
public sealed partial class UnaryOp<TFormula>
{
    // y[i] = f(x[i]); a thread is an element; x and y are streams.
    internal readonly struct ForwardKernel(TFormula formula, ArrayView<float> x, ArrayView<float> y) : IGpuKernel
    {
        public void Execute()
        {
            int i = GpuThread.Index;
            if (i < y.IntLength) y[i] = formula.Forward(new LaneGpu(x[i])).Value;
        }
    }

    // dx[i] (+)= dy[i]·f′(x[i]); a thread is an element; all are streams.
    internal readonly struct BackwardKernel(
        TFormula formula, ArrayView<float> x, ArrayView<float> y, ArrayView<float> dy, ArrayView<float> dx, int accumulate) : IGpuKernel
    {
        public void Execute()
        {
            int i = GpuThread.Index;
            if (i >= dx.IntLength) return;
            float gradient = dy[i] * formula.Derivative(new LaneGpu(x[i]), new LaneGpu(y[i])).Value;
            dx[i] = accumulate != 0 ? dx[i] + gradient : gradient;
        }
    }

    private sealed class GpuKernels(GpuDevice device) : IKernels
    {
        public void Forward(TFormula formula, Storage x, Storage y)
            => device.LaunchOver(y.Length, new ForwardKernel(formula, x.View(), y.View()));

        public void Backward(TFormula formula, Storage x, Storage y, Storage dy, Storage dx, bool accumulate)
            => device.LaunchOver(dx.Length, new BackwardKernel(formula, x.View(), y.View(), dy.View(), dx.View(), accumulate ? 1 : 0));
    }
}
