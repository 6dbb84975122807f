using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.MatMul;

/// <content>GPU kernels.</content>
public sealed partial class MatMulOp
{
    private sealed class GpuKernels(GpuDevice device) : IKernels
    {
        public void Multiply(in Sizes sizes, Storage a, bool transposeA, Storage b, bool transposeB, Storage c, bool accumulate)
            => GpuMatrixProduct.Run(device, sizes.Rows, sizes.Columns, sizes.Depth, a, transposeA, b, transposeB, c, accumulate);
    }
}
