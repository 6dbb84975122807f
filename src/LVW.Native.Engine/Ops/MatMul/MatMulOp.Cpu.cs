using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.MatMul;

/// <content>Processor kernels.</content>
public sealed partial class MatMulOp
{
    private sealed unsafe class CpuKernels(CpuDevice device) : IKernels
    {
        public void Multiply(in Sizes sizes, Storage a, bool transposeA, Storage b, bool transposeB, Storage c, bool accumulate)
            => PackedGemm.Multiply(
                device,
                sizes.Rows,
                sizes.Columns,
                sizes.Depth,
                alpha: 1f,
                new MatrixOperand(a.Floats(), transposeA ? sizes.Rows : sizes.Depth, transposeA),
                new MatrixOperand(b.Floats(), transposeB ? sizes.Depth : sizes.Columns, transposeB),
                c.Floats(),
                sizes.Columns,
                accumulate,
                default(NoEpilogue));
    }
}
