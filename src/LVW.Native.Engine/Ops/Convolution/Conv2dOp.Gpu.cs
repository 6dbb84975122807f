using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.MatMul;
using LVW.Native.Engine.Ops.Reduction;
using LVW.Native.Engine.Ops.Shaping;

namespace LVW.Native.Engine.Ops.Convolution;

/// <content>GPU kernels.</content>
public sealed partial class Conv2dOp
{
    // masked[i] = y[i] > 0 ? dy[i] : 0; a thread is an element; all are streams.
    internal readonly struct MaskKernel(ArrayView<float> y, ArrayView<float> dy, ArrayView<float> masked) : IGpuKernel
    {
        public void Execute()
        {
            int i = GpuThread.Index;
            if (i < masked.IntLength) masked[i] = y[i] > 0f ? dy[i] : 0f;
        }
    }

    private sealed class GpuKernels(GpuDevice device) : IKernels
    {
        public void Forward(in Conv2dGeometry g, Storage x, Storage w, Storage? bias, bool relu, Storage y, KeptBlock? kept)
        {
            if (g.IsSlice)
            {
                Storage part = device.Rent(Slice(g).Count);
                Forward(Whole(g), x, w, bias, relu, part, kept);
                device.LaunchOver(part.Length, new BoxCopy.CopyKernel(new GpuBox(Slice(g)), part.View(), y.View(), accumulate: 0));
                device.Return(part);
            }
            else if (bias is null && !relu) GpuConvolution.Forward(device, g, x, w, default(GpuNoEpilogue), y);
            else if (bias is null) GpuConvolution.Forward(device, g, x, w, default(GpuReLUEpilogue), y);
            else if (relu) GpuConvolution.Forward(device, g, x, w, new GpuBiasReLUEpilogue(bias.View(), g.GroupK), y);
            else GpuConvolution.Forward(device, g, x, w, new GpuBiasEpilogue(bias.View(), g.GroupK), y);
        }

        public bool ForwardNormalized(
            in Conv2dGeometry g, Storage x, Storage w, in FixedNormalization normalization, Storage? residual, bool relu, Storage y, KeptBlock? kept)
            => false;

        public void InputGradient(in Conv2dGeometry g, Storage dy, Storage w, Storage dx, bool accumulate)
        {
            Storage gradient = Part(g, dy);
            if (accumulate) GpuConvolution.InputGradient(device, Whole(g), gradient, w, default(GpuAccumulateEpilogue), dx);
            else GpuConvolution.InputGradient(device, Whole(g), gradient, w, default(GpuNoEpilogue), dx);
            if (gradient != dy) device.Return(gradient);
        }

        public void FilterGradient(in Conv2dGeometry g, Storage x, Storage dy, Storage dw, bool accumulate)
        {
            Storage gradient = Part(g, dy);
            if (accumulate) GpuConvolution.FilterGradient(device, Whole(g), x, gradient, default(GpuAccumulateEpilogue), dw);
            else GpuConvolution.FilterGradient(device, Whole(g), x, gradient, default(GpuNoEpilogue), dw);
            if (gradient != dy) device.Return(gradient);
        }

        public void BiasGradient(int pixels, int filters, Storage dy, Storage db, bool accumulate)
            => GpuColumnSum.Run(device, dy, pixels, filters, db, accumulate);

        public void Mask(int pixels, int filters, Storage y, Storage dy, Storage masked, Storage? db, bool accumulate)
        {
            device.LaunchOver(masked.Length, new MaskKernel(y.View(), dy.View(), masked.View()));
            if (db is not null) BiasGradient(pixels, filters, masked, db, accumulate);
        }

        // The kernels take whole tensors: slices of channels are copied.
        private static Conv2dGeometry Whole(in Conv2dGeometry g) => g with { OutputPixel = g.K, OutputStart = 0 };

        private static Box Slice(in Conv2dGeometry g) => Box.OfRows(g.OutputPixels, g.K, 0, g.K, g.OutputStart, g.OutputPixel);

        private Storage Part(in Conv2dGeometry g, Storage dy)
        {
            if (!g.IsSlice) return dy;
            Storage part = device.Rent(Slice(g).Count);
            device.LaunchOver(part.Length, new BoxCopy.CopyKernel(new GpuBox(Slice(g).Reversed), dy.View(), part.View(), accumulate: 0));
            return part;
        }
    }
}
