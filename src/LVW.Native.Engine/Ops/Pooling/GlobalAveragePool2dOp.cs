using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Onnx;
using LVW.Native.Engine.Ops.Pooling;

namespace LVW.Native.Engine.Ops.Pooling
{
    /// <summary>y[n,c] = mean of x[n,h,w,c] over all places; dx[n,h,w,c] = dy[n,c] / (H·W).</summary>
    public sealed partial class GlobalAveragePool2dOp : Op
    {
        private static readonly KernelSet<IKernels> Kernels = new(cpu: device => new CpuKernels(device), gpu: device => new GpuKernels(device));

        private Tensor x;

        private interface IKernels
        {
            void Forward(int pictures, int places, int channels, Storage x, Storage y);

            void Backward(int pictures, int places, int channels, Storage dy, Storage dx, bool accumulate);
        }

        /// <summary>Averages every channel of every picture.</summary>
        /// <exception cref="ArgumentException">The input is not [N, H, W, C] with at least one place.</exception>
        public static Tensor Apply(Tensor x)
        {
            Shape shape = x.Shape;
            if (shape.Rank != 4 || shape[1] * shape[2] == 0)
            {
                throw new ArgumentException($"GlobalAveragePool2d: the input has shape {shape} but must be [N, H, W, C] with at least one place. Reshape it first.");
            }

            Step step = x.Step;
            Tensor y = step.Allocate([shape[0], shape[3]]);
            Kernels.For(step.Device).Forward(shape[0], shape[1] * shape[2], shape[3], x.Storage, y.Storage);
            if (step.Records(x)) step.Record<GlobalAveragePool2dOp>(y).x = x;
            return y;
        }

        /// <inheritdoc/>
        protected internal override OnnxValue Export(OnnxGraph graph)
        {
            OnnxValue pooled = graph.Node("GlobalAveragePool", [graph.ChannelsFirst(x)]);
            return graph.Node("Flatten", [pooled], OnnxAttribute.Integer("axis", 1)) with { ChannelsFirst = false };
        }

        /// <inheritdoc/>
        protected internal override void Backward(Gradients gradients)
        {
            if (!gradients.Wants(x)) return;
            Shape shape = x.Shape;
            Storage dx = gradients.For(x, out bool accumulate);
            Kernels.For(x.Device).Backward(shape[0], shape[1] * shape[2], shape[3], gradients.Of(Output), dx, accumulate);
        }
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>The mean of every channel over all places of a picture: [N, H, W, C] to [N, C].</summary>
        /// <param name="x">[N, H, W, C].</param>
        public static Tensor GlobalAveragePool2d(this Tensor x) => GlobalAveragePool2dOp.Apply(x);
    }
}
