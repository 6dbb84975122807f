using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Onnx;
using LVW.Native.Engine.Ops.Pooling;

namespace LVW.Native.Engine.Ops.Pooling
{
    /// <summary>y[n,p,q,c] = mean of x in the window (p, q); every place of a window receives an equal share of the gradient.</summary>
    public sealed partial class AveragePool2dOp : Op
    {
        private static readonly KernelSet<IKernels> Kernels = new(cpu: device => new CpuKernels(device), gpu: device => new GpuKernels(device));

        private Tensor x;
        private PoolGeometry geometry;
        private bool countIncludePadding;

        private interface IKernels
        {
            void Forward(in PoolGeometry geometry, bool countIncludePadding, Storage x, Storage y);

            void Backward(in PoolGeometry geometry, bool countIncludePadding, Storage dy, Storage dx, bool accumulate);
        }

        /// <summary>Averages every window.</summary>
        /// <exception cref="ArgumentException">The input is not [N, H, W, C], or the windows do not fit.</exception>
        public static Tensor Apply(Tensor x, int kernel, int stride, int padding, bool ceilMode, bool countIncludePadding)
        {
            PoolGeometry geometry = PoolGeometry.Of("AveragePool2d", x.Shape, kernel, stride, padding, ceilMode);
            Step step = x.Step;
            Tensor y = step.Allocate(geometry.Output);
            Kernels.For(step.Device).Forward(geometry, countIncludePadding, x.Storage, y.Storage);
            if (step.Records(x))
            {
                AveragePool2dOp op = step.Record<AveragePool2dOp>(y);
                op.x = x;
                op.geometry = geometry;
                op.countIncludePadding = countIncludePadding;
            }

            return y;
        }

        /// <inheritdoc/>
        protected internal override OnnxValue Export(OnnxGraph graph)
        {
            // Zeros that count become part of the picture; what hangs over the far edge never counts.
            OnnxValue picture = graph.ChannelsFirst(x);
            int padding = geometry.Padding;
            if (countIncludePadding && padding > 0)
            {
                picture = graph.Node("Pad", [picture, graph.Integers(0, 0, padding, padding, 0, 0, padding, padding)]);
                padding = 0;
            }

            return graph.Node("AveragePool", [picture], [.. geometry.OnnxAttributes(padding), OnnxAttribute.Integer("count_include_pad", 0)]);
        }

        /// <inheritdoc/>
        protected internal override void Backward(Gradients gradients)
        {
            if (!gradients.Wants(x)) return;
            Storage dx = gradients.For(x, out bool accumulate);
            Kernels.For(x.Device).Backward(geometry, countIncludePadding, gradients.Of(Output), dx, accumulate);
        }

        // PyTorch's rule: places in the padding may count, places beyond it, under a window that hangs over, never do.
        private static int Divisor(in PoolGeometry g, bool countIncludePadding, int p, int q)
        {
            int top = g.Start(p);
            int left = g.Start(q);
            if (countIncludePadding)
            {
                return (Math.Min(top + g.Kernel, g.H + g.Padding) - top) * (Math.Min(left + g.Kernel, g.W + g.Padding) - left);
            }

            return (Math.Min(top + g.Kernel, g.H) - Math.Max(top, 0)) * (Math.Min(left + g.Kernel, g.W) - Math.Max(left, 0));
        }
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>The mean of every square window of a picture: [N, H, W, C] to [N, P, Q, C].</summary>
        /// <param name="x">[N, H, W, C].</param>
        /// <param name="kernel">Rows and columns of a window, at least 1.</param>
        /// <param name="stride">From one window to the next; null means the window's size.</param>
        /// <param name="padding">Rows and columns of zeros around the picture; at most half the window.</param>
        /// <param name="ceilMode">Whether a last window may hang over the far edge, as in PyTorch.</param>
        /// <param name="countIncludePadding">Whether the zeros count in the mean, as PyTorch does by default.</param>
        public static Tensor AveragePool2d(
            this Tensor x, int kernel, int? stride = null, int padding = 0, bool ceilMode = false, bool countIncludePadding = true)
            => AveragePool2dOp.Apply(x, kernel, stride ?? kernel, padding, ceilMode, countIncludePadding);
    }
}
