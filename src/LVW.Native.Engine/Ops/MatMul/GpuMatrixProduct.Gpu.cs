using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.MatMul.TensorCore;

namespace LVW.Native.Engine.Ops.MatMul;

/// <summary>c = epilogue(op(a) · op(b)) for matrices, where op transposes or not, on a GPU.</summary>
internal static class GpuMatrixProduct
{
    /// <summary>Computes a product.</summary>
    /// <param name="device">Where.</param>
    /// <param name="rows">Rows of c.</param>
    /// <param name="columns">Columns of c.</param>
    /// <param name="depth">Terms of a sum.</param>
    /// <param name="a">[rows, depth], or [depth, rows] if transposed.</param>
    /// <param name="transposeA">Whether a's transpose is meant.</param>
    /// <param name="b">[depth, columns], or [columns, depth] if transposed.</param>
    /// <param name="transposeB">Whether b's transpose is meant.</param>
    /// <param name="c">[rows, columns].</param>
    /// <param name="epilogue">What is done with a finished sum.</param>
    public static void Run<TEpilogue>(
        GpuDevice device, int rows, int columns, int depth, Storage a, bool transposeA, Storage b, bool transposeB, Storage c, TEpilogue epilogue)
        where TEpilogue : struct, IGpuEpilogue
    {
        if (TensorCoreGemm.TryMultiply(device, rows, columns, depth, a, transposeA, b, transposeB, c, epilogue)) return;
        var matrices = new Matrices<TEpilogue>(device, new GpuGemmSizes(rows, columns, depth, columns % 4 == 0), a, transposeA, b, transposeB, c, epilogue);
        if ((transposeA ? rows : depth) % 4 == 0 && (transposeB ? depth : columns) % 4 == 0) matrices.ChooseLeft<QuadAccess>();
        else matrices.ChooseLeft<ScalarAccess>();
    }

    /// <summary>The same with c = or c += by a flag.</summary>
    public static void Run(
        GpuDevice device, int rows, int columns, int depth, Storage a, bool transposeA, Storage b, bool transposeB, Storage c, bool accumulate)
    {
        if (accumulate) Run(device, rows, columns, depth, a, transposeA, b, transposeB, c, default(GpuAccumulateEpilogue));
        else Run(device, rows, columns, depth, a, transposeA, b, transposeB, c, default(GpuNoEpilogue));
    }

    private readonly struct Matrices<TEpilogue>(
        GpuDevice device, GpuGemmSizes sizes, Storage a, bool transposeA, Storage b, bool transposeB, Storage c, TEpilogue epilogue)
        where TEpilogue : struct, IGpuEpilogue
    {
        public void ChooseLeft<TAccess>()
            where TAccess : struct, IGpuAccess
        {
            if (transposeA) ChooseRight<TAccess, ColumnMatrix<TAccess>>(new(a.View(), sizes.Rows, sizes.Depth, stride: sizes.Rows, groupStride: 0));
            else ChooseRight<TAccess, LineMatrix<TAccess>>(new(a.View(), sizes.Rows, sizes.Depth, stride: sizes.Depth, groupStride: 0));
        }

        private void ChooseRight<TAccess, TLeft>(TLeft left)
            where TAccess : struct, IGpuAccess
            where TLeft : struct, IGpuOperand<TLeft>
        {
            if (transposeB) Run<TLeft, LineMatrix<TAccess>>(left, new(b.View(), sizes.Columns, sizes.Depth, stride: sizes.Depth, groupStride: 0));
            else Run<TLeft, ColumnMatrix<TAccess>>(left, new(b.View(), sizes.Columns, sizes.Depth, stride: sizes.Columns, groupStride: 0));
        }

        private void Run<TLeft, TRight>(TLeft left, TRight right)
            where TLeft : struct, IGpuOperand<TLeft>
            where TRight : struct, IGpuOperand<TRight>
            => GpuGemm.Run(device, sizes, left, right, new GpuMatrixRows(sizes.Columns, groupStride: 0), epilogue, c);
    }
}
