using LVW.Native.Engine.Autograd;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Resampling;

namespace LVW.Native.Engine.Ops.Resampling
{
    /// <summary>Bilinear interpolation of pictures to another size; the gradient is its transpose, gathered.</summary>
    public sealed partial class ResizeBilinearOp : Op
    {
        private static readonly KernelSet<IKernels> Kernels = new(cpu: device => new CpuKernels(device), gpu: device => new GpuKernels(device));

        private Tensor x;
        private ResizeAxis rows;
        private ResizeAxis columns;

        private interface IKernels
        {
            void Forward(ResizeAxis rows, ResizeAxis columns, int pictures, int channels, Storage x, Storage y);

            void Backward(ResizeAxis rows, ResizeAxis columns, int pictures, int channels, Storage dy, Storage dx, bool accumulate);
        }

        /// <summary>Interpolates every channel.</summary>
        /// <exception cref="ArgumentException">The input is not [N, H, W, C] with at least one place, or the new size is not positive.</exception>
        public static Tensor Apply(Tensor x, int height, int width, bool alignCorners)
        {
            Shape shape = x.Shape;
            if (shape.Rank != 4 || shape[1] * shape[2] == 0)
            {
                throw new ArgumentException($"ResizeBilinear: the input has shape {shape} but must be [N, H, W, C] with at least one place. Reshape it first.");
            }

            if (height < 1 || width < 1)
            {
                throw new ArgumentException($"ResizeBilinear: the input {shape} cannot become {height} × {width}. Both must be at least 1.");
            }

            Step step = x.Step;
            Tensor y = step.Allocate([shape[0], height, width, shape[3]]);
            var rows = new ResizeAxis(shape[1], height, alignCorners);
            var columns = new ResizeAxis(shape[2], width, alignCorners);
            Kernels.For(step.Device).Forward(rows, columns, shape[0], shape[3], x.Storage, y.Storage);
            if (step.Records(x))
            {
                ResizeBilinearOp op = step.Record<ResizeBilinearOp>(y);
                op.x = x;
                op.rows = rows;
                op.columns = columns;
            }

            return y;
        }

        /// <inheritdoc/>
        protected internal override void Backward(Gradients gradients)
        {
            if (!gradients.Wants(x)) return;
            Shape shape = x.Shape;
            Storage dx = gradients.For(x, out bool accumulate);
            Kernels.For(x.Device).Backward(rows, columns, shape[0], shape[3], gradients.Of(Output), dx, accumulate);
        }
    }
}

namespace LVW.Native.Engine
{
    public static partial class TensorOps
    {
        /// <summary>Pictures interpolated bilinearly to another size: [N, h, w, C] to [N, H, W, C].</summary>
        /// <param name="x">[N, h, w, C].</param>
        /// <param name="height">H, at least 1.</param>
        /// <param name="width">W, at least 1.</param>
        /// <param name="alignCorners">Whether the centres of the corner pixels coincide (true) or the edges of the pictures (false).</param>
        public static Tensor ResizeBilinear(this Tensor x, int height, int width, bool alignCorners = false)
            => ResizeBilinearOp.Apply(x, height, width, alignCorners);
    }
}
