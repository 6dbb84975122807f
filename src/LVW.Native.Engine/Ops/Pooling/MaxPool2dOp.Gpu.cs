using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Lanes;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.Pooling;

/// <content>GPU kernels.</content>
public sealed partial class MaxPool2dOp
{
    // y[n,p,q,c] = max over r,s of x[n, p·stride − padding + r, q·stride − padding + s, c]; place = r·kernel + s of the first maximum.
    // A thread is an element of y.
    // Neighbouring threads read neighbouring channels of a tap; windows that overlap find their taps in the cache.
    internal readonly struct ForwardKernel(PoolGeometry g, ArrayView<float> x, ArrayView<float> y, ArrayView<byte> places, int keepsPlaces)
        : IGpuKernel
    {
        public void Execute()
        {
            int i = GpuThread.Index;
            if (i >= y.IntLength) return;
            var window = GpuPoolPlace.OfOutput(g, i);
            int top = g.Start(window.Row);
            int left = g.Start(window.Column);
            int h = Math.Max(0, top);
            int w = Math.Max(0, left);
            int endH = Math.Min(g.H, top + g.Kernel);
            int endW = Math.Min(g.W, left + g.Kernel);
            int picture = (window.N * g.H * g.W * g.C) + window.C;
            int place = ((h - top) * g.Kernel) + w - left;
            var max = new LaneGpu(x[picture + (((h * g.W) + w) * g.C)]);
            for (int row = h; row < endH; row++)
            {
                for (int column = w; column < endW; column++)
                {
                    var tap = new LaneGpu(x[picture + (((row * g.W) + column) * g.C)]);
                    place = tap.Value > max.Value ? ((row - top) * g.Kernel) + column - left : place;
                    max = LaneGpu.Max(max, tap);
                }
            }

            y[i] = max.Value;
            if (keepsPlaces != 0) places[i] = (byte)place;
        }
    }

    // dx[n,h,w,c] (+)= Σ over the windows (p,q) that cover (h,w) of dy[n,p,q,c] where place[n,p,q,c] says (h,w).
    // A thread is an element of dx and adds its windows in row-major order.
    // Neighbouring threads read neighbouring channels of dy and places, once for each place a window covers, mostly from the cache.
    internal readonly struct BackwardKernel(PoolGeometry g, ArrayView<byte> places, ArrayView<float> dy, ArrayView<float> dx, int accumulate)
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
                    int window = (((((place.N * g.P) + p) * g.Q) + q) * g.C) + place.C;
                    int here = ((place.Row - g.Start(p)) * g.Kernel) + place.Column - g.Start(q);
                    float gradient = dy[window];
                    sum += places[window] == here ? gradient : 0f;
                }
            }

            dx[i] = sum;
        }
    }

    private sealed class GpuKernels(GpuDevice device) : IKernels
    {
        public void Forward(in PoolGeometry geometry, Storage x, Storage y, Storage? places)
            => device.LaunchOver(
                y.Length,
                new ForwardKernel(
                    geometry, x.View(), y.View(), places is null ? ArrayView<byte>.Empty : places.ByteView(), places is null ? 0 : 1));

        public void Backward(in PoolGeometry geometry, Storage places, Storage dy, Storage dx, bool accumulate)
            => device.LaunchOver(dx.Length, new BackwardKernel(geometry, places.ByteView(), dy.View(), dx.View(), accumulate ? 1 : 0));
    }
}
