using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.MatMul;

/// <content>Processor kernels.</content>
public sealed partial class MatMulOp
{
    private sealed unsafe class CpuKernels(CpuDevice device) : IKernels
    {
        public void Multiply(int rows, int columns, int depth, Storage a, bool transposeA, Storage b, bool transposeB, Storage c, bool accumulate)
            => PackedGemm.Multiply(
                device,
                rows,
                columns,
                depth,
                alpha: 1f,
                new MatrixOperand(a.Floats(), transposeA ? rows : depth, transposeA),
                new MatrixOperand(b.Floats(), transposeB ? depth : columns, transposeB),
                c.Floats(),
                columns,
                accumulate,
                default(NoEpilogue));
    }
}
