using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Reduction;

namespace LVW.Native.Engine.Ops.MatMul;

/// <content>GPU kernels.</content>
public sealed partial class LinearOp
{
    private sealed class GpuKernels(GpuDevice device) : IKernels
    {
        public void Forward(in Sizes sizes, Storage x, Storage w, Storage? bias, Storage y)
        {
            if (bias is null) Forward(sizes, x, w, default(GpuNoEpilogue), y);
            else Forward(sizes, x, w, new GpuBiasEpilogue(bias.View(), sizes.Outputs), y);
        }

        public void InputGradient(in Sizes sizes, Storage dy, Storage w, Storage dx, bool accumulate)
            => GpuMatrixProduct.Run(device, sizes.Rows, sizes.Inputs, sizes.Outputs, dy, transposeA: false, w, transposeB: false, dx, accumulate);

        public void WeightGradient(in Sizes sizes, Storage x, Storage dy, Storage dw, bool accumulate)
            => GpuMatrixProduct.Run(device, sizes.Outputs, sizes.Inputs, sizes.Rows, dy, transposeA: true, x, transposeB: false, dw, accumulate);

        public void BiasGradient(int rows, int outputs, Storage dy, Storage db, bool accumulate)
            => GpuColumnSum.Run(device, dy, rows, outputs, db, accumulate);

        private void Forward<TEpilogue>(in Sizes sizes, Storage x, Storage w, TEpilogue epilogue, Storage y)
            where TEpilogue : struct, IGpuEpilogue
            => GpuMatrixProduct.Run(device, sizes.Rows, sizes.Outputs, sizes.Inputs, x, transposeA: false, w, transposeB: true, y, epilogue);
    }
}
