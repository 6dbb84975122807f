using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Pooling;

/// <content>GPU kernels.</content>
public sealed partial class AveragePool2dOp
{
    // y[n,p,q,c] = 1/divisor(p,q) · Σ over r,s of x[n, p·stride − padding + r, q·stride − padding + s, c].
    // A thread is an element of y and adds its taps in row-major order.
    // Neighbouring threads read neighbouring channels of a tap; windows that overlap find their taps in the cache.
    internal readonly struct ForwardKernel(PoolGeometry g, int countIncludePadding, ArrayView<float> x, ArrayView<float> y) : IGpuKernel
    {
        public void Execute()
        {
            int i = GpuThread.Index;
            if (i >= y.IntLength) return;
            var window = GpuPoolPlace.OfOutput(g, i);
            int endH = Math.Min(g.H, g.Start(window.Row) + g.Kernel);
            int endW = Math.Min(g.W, g.Start(window.Column) + g.Kernel);
            int w = Math.Max(0, g.Start(window.Column));
            int picture = (window.N * g.H * g.W * g.C) + window.C;
            float sum = 0f;
            for (int row = Math.Max(0, g.Start(window.Row)); row < endH; row++)
            {
                for (int column = w; column < endW; column++) sum += x[picture + (((row * g.W) + column) * g.C)];
            }

            y[i] = sum / Divisor(g, countIncludePadding != 0, window.Row, window.Column);
        }
    }

    // dx[n,h,w,c] (+)= Σ over the windows (p,q) that cover (h,w) of dy[n,p,q,c] / divisor(p,q).
    // A thread is an element of dx and adds its windows in row-major order.
    // Neighbouring threads read neighbouring channels of dy, once for each place a window covers, mostly from the cache.
    internal readonly struct BackwardKernel(PoolGeometry g, int countIncludePadding, ArrayView<float> dy, ArrayView<float> dx, int accumulate)
        : IGpuKernel
    {
        public void Execute()
        {
            int i = GpuThread.Index;
            if (i >= dx.IntLength) return;
            var place = GpuPoolPlace.OfInput(g, i);
            int firstQ = g.FirstWindow(place.Column);
            int endP = g.EndWindow(place.Row, g.P);
            int endQ = g.EndWindow(place.Column, g.Q);
            float sum = accumulate != 0 ? dx[i] : 0f;
            for (int p = g.FirstWindow(place.Row); p < endP; p++)
            {
                for (int q = firstQ; q < endQ; q++)
                {
                    float weight = 1f / Divisor(g, countIncludePadding != 0, p, q);
                    sum = (dy[(((((place.N * g.P) + p) * g.Q) + q) * g.C) + place.C] * weight) + sum;
                }
            }

            dx[i] = sum;
        }
    }

    private sealed class GpuKernels(GpuDevice device) : IKernels
    {
        public void Forward(in PoolGeometry geometry, bool countIncludePadding, Storage x, Storage y)
            => device.LaunchOver(y.Length, new ForwardKernel(geometry, countIncludePadding ? 1 : 0, x.View(), y.View()));

        public void Backward(in PoolGeometry geometry, bool countIncludePadding, Storage dy, Storage dx, bool accumulate)
            => device.LaunchOver(
                dx.Length, new BackwardKernel(geometry, countIncludePadding ? 1 : 0, dy.View(), dx.View(), accumulate ? 1 : 0));
    }
}
