using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Onnx;
using LVW.Native.Engine.Ops.Pooling;

namespace LVW.Native.Engine.Ops.Pooling
{
    /// <summary>y[n,p,q,c] = max of x in the window (p, q); the gradient goes to the window's first maximum in row-major order.</summary>
    public sealed partial class MaxPool2dOp : Op
    {
        // A place in the window is stored as a byte.
        private const int LargestWindow = 16;

        private static readonly KernelSet<IKernels> Kernels = new(cpu: device => new CpuKernels(device), gpu: device => new GpuKernels(device));

        private Tensor x;
        private PoolGeometry geometry;
        private Storage? places;

        private interface IKernels
        {
            /// <summary>y = maxima; with <paramref name="places"/>, a byte for each output, also where in its window the maximum lies.</summary>
            void Forward(in PoolGeometry geometry, Storage x, Storage y, Storage? places);

            void Backward(in PoolGeometry geometry, Storage places, Storage dy, Storage dx, bool accumulate);
        }

        /// <summary>Takes the maximum of every window.</summary>
        /// <exception cref="ArgumentException">The input is not [N, H, W, C], or the windows do not fit.</exception>
        public static Tensor Apply(Tensor x, int kernel, int stride, int padding, bool ceilMode)
        {
            PoolGeometry geometry = PoolGeometry.Of("MaxPool2d", x.Shape, kernel, stride, padding, ceilMode);
            if (kernel > LargestWindow)
            {
                throw new ArgumentException($"MaxPool2d: the window {kernel} is larger than {LargestWindow}. Pool twice, or reduce over whole dimensions.");
            }

            Step step = x.Step;
            Tensor y = step.Allocate(geometry.Output);
            bool records = step.Records(x);
            Storage? places = records ? step.Device.Rent((y.Shape.Count + 3) / 4) : null;
            Kernels.For(step.Device).Forward(geometry, x.Storage, y.Storage, places);
            if (records)
            {
                MaxPool2dOp op = step.Record<MaxPool2dOp>(y);
                op.x = x;
                op.geometry = geometry;
                op.places = places;
            }

            return y;
        }

        /// <inheritdoc/>
        protected internal override OnnxValue Export(OnnxGraph graph)
            => graph.Node("MaxPool", [graph.ChannelsFirst(x)], [.. geometry.OnnxAttributes(geometry.Padding)]);

        /// <inheritdoc/>
        protected internal override void Backward(Gradients gradients)
        {
            if (!gradients.Wants(x)) return;
            Storage dx = gradients.For(x, out bool accumulate);
            Kernels.For(x.Device).Backward(geometry, places!, gradients.Of(Output), dx, accumulate);
        }

        /// <inheritdoc/>
        protected internal override void Release()
        {
            if (places is not null) Output.Device.Return(places);
            places = null;
        }
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>The maximum of every square window of a picture: [N, H, W, C] to [N, P, Q, C].</summary>
        /// <param name="x">[N, H, W, C].</param>
        /// <param name="kernel">Rows and columns of a window, 1 to 16.</param>
        /// <param name="stride">From one window to the next; null means the window's size.</param>
        /// <param name="padding">Rows and columns around the picture, never chosen as a maximum; at most half the window.</param>
        /// <param name="ceilMode">Whether a last window may hang over the far edge, as in PyTorch.</param>
        public static Tensor MaxPool2d(this Tensor x, int kernel, int? stride = null, int padding = 0, bool ceilMode = false)
            => MaxPool2dOp.Apply(x, kernel, stride ?? kernel, padding, ceilMode);
    }
}
