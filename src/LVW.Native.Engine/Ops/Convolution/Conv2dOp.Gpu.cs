using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.MatMul;
using LVW.Native.Engine.Ops.Reduction;

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
            if (bias is null && !relu) GpuConvolution.Forward(device, g, x, w, default(GpuNoEpilogue), y);
            else if (bias is null) GpuConvolution.Forward(device, g, x, w, default(GpuReLUEpilogue), y);
            else if (relu) GpuConvolution.Forward(device, g, x, w, new GpuBiasReLUEpilogue(bias.View(), g.GroupK), y);
            else GpuConvolution.Forward(device, g, x, w, new GpuBiasEpilogue(bias.View(), g.GroupK), y);
        }

        public bool ForwardNormalized(
            in Conv2dGeometry g, Storage x, Storage w, in FixedNormalization normalization, Storage? residual, bool relu, Storage y, KeptBlock? kept)
            => false;

        public void InputGradient(in Conv2dGeometry g, Storage dy, Storage w, Storage dx, bool accumulate)
        {
            if (accumulate) GpuConvolution.InputGradient(device, g, dy, w, default(GpuAccumulateEpilogue), dx);
            else GpuConvolution.InputGradient(device, g, dy, w, default(GpuNoEpilogue), dx);
        }

        public void FilterGradient(in Conv2dGeometry g, Storage x, Storage dy, Storage dw, bool accumulate)
        {
            if (accumulate) GpuConvolution.FilterGradient(device, g, x, dy, default(GpuAccumulateEpilogue), dw);
            else GpuConvolution.FilterGradient(device, g, x, dy, default(GpuNoEpilogue), dw);
        }

        public void BiasGradient(int pixels, int filters, Storage dy, Storage db, bool accumulate)
            => GpuColumnSum.Run(device, dy, pixels, filters, db, accumulate);

        public void Mask(int pixels, int filters, Storage y, Storage dy, Storage masked, Storage? db, bool accumulate)
        {
            device.LaunchOver(masked.Length, new MaskKernel(y.View(), dy.View(), masked.View()));
            if (db is not null) BiasGradient(pixels, filters, masked, db, accumulate);
        }
    }
}
