using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Elementwise;

/// <content>GPU kernels.</content>
public sealed partial class BinaryOp<TFormula>
{
    // y[i] = f(a[i], b[i]); a thread is an element of y; an operand is a stream, or read again where it repeats.
    internal readonly struct ForwardKernel(
        TFormula formula, GpuBroadcast places, ArrayView<float> a, ArrayView<float> b, ArrayView<float> y) : IGpuKernel
    {
        public void Execute()
        {
            int i = GpuThread.Index;
            if (i >= y.IntLength) return;
            places.Find(i, out int left, out int right);
            y[i] = formula.Forward(new LaneGpu(a[left]), new LaneGpu(b[right])).Value;
        }
    }

    // d[i] (+)= dy[i]·∂f(a[i], b[i]) of one side; a thread is an element of y; reading as in the forward pass.
    internal readonly struct BackwardKernel<TSide>(
        TFormula formula,
        GpuBroadcast places,
        ArrayView<float> a,
        ArrayView<float> b,
        ArrayView<float> y,
        ArrayView<float> dy,
        ArrayView<float> d,
        int accumulate) : IGpuKernel
        where TSide : struct, ISide
    {
        public void Execute()
        {
            int i = GpuThread.Index;
            if (i >= d.IntLength) return;
            places.Find(i, out int left, out int right);
            float gradient = dy[i] * TSide.Derivative(formula, new LaneGpu(a[left]), new LaneGpu(b[right]), new LaneGpu(y[i])).Value;
            d[i] = accumulate != 0 ? d[i] + gradient : gradient;
        }
    }

    private sealed class GpuKernels(GpuDevice device) : IKernels
    {
        public void Forward(TFormula formula, in BroadcastGeometry geometry, Storage a, Storage b, Storage y)
            => device.LaunchOver(geometry.Count, new ForwardKernel(formula, new GpuBroadcast(geometry), a.View(), b.View(), y.View()));

        public void BackwardLeft(TFormula formula, in BroadcastGeometry geometry, in BinaryBlocks blocks, Storage da, bool accumulate)
            => Backward<LeftSide>(formula, geometry, blocks, da, accumulate);

        public void BackwardRight(TFormula formula, in BroadcastGeometry geometry, in BinaryBlocks blocks, Storage db, bool accumulate)
            => Backward<RightSide>(formula, geometry, blocks, db, accumulate);

        private void Backward<TSide>(TFormula formula, in BroadcastGeometry geometry, in BinaryBlocks blocks, Storage target, bool accumulate)
            where TSide : struct, ISide
            => device.LaunchOver(
                geometry.Count,
                new BackwardKernel<TSide>(
                    formula, new GpuBroadcast(geometry), blocks.A.View(), blocks.B.View(), blocks.Y.View(), blocks.Dy.View(), target.View(), accumulate ? 1 : 0));
    }
}
