using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.MatMul.TensorCore;

/// <summary>c = epilogue(op(a) · op(b)) for matrices on tensor cores, where op transposes or not.</summary>
internal static class TensorCoreGemm
{
    /// <summary>Results of so few rows or columns leave most of a tile empty.</summary>
    public const int Slimmest = 16;

    /// <summary>Computes a product if the device's tensor cores are to be used and the sizes suit them.</summary>
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
    /// <returns>Whether the product was computed; if not, it is the portable kernel's.</returns>
    public static bool TryMultiply<TEpilogue>(
        GpuDevice device, int rows, int columns, int depth, Storage a, bool transposeA, Storage b, bool transposeB, Storage c, TEpilogue epilogue)
        where TEpilogue : struct, IGpuEpilogue
    {
        if (!device.UsesTensorCores || !Suits(rows, columns)) return false;
        var product = new Product<TEpilogue>(device, rows, columns, depth, b, transposeB, c, epilogue);
        bool whole = (transposeA ? rows : depth) % 4 == 0;
        if (transposeA && whole) product.ChooseRight(new WideMatrix<WholeCopy>(a.Address(), rows, depth));
        else if (transposeA) product.ChooseRight(new WideMatrix<SingleCopies>(a.Address(), rows, depth));
        else if (whole) product.ChooseRight(new DeepMatrix<WholeCopy>(a.Address(), rows, depth));
        else product.ChooseRight(new DeepMatrix<SingleCopies>(a.Address(), rows, depth));
        return true;
    }

    /// <summary>Whether a result fills enough of its tiles.</summary>
    public static bool Suits(int rows, int columns) => rows > Slimmest && columns > Slimmest;

    private readonly struct Product<TEpilogue>(
        GpuDevice device, int rows, int columns, int depth, Storage b, bool transposeB, Storage c, TEpilogue epilogue)
        where TEpilogue : struct, IGpuEpilogue
    {
        public void ChooseRight<TLeft>(TLeft left)
            where TLeft : struct, ITileSource<StraightWalk>
        {
            bool whole = (transposeB ? depth : columns) % 4 == 0;
            if (transposeB && whole) Run(left, new DeepMatrix<WholeCopy>(b.Address(), columns, depth));
            else if (transposeB) Run(left, new DeepMatrix<SingleCopies>(b.Address(), columns, depth));
            else if (whole) Run(left, new WideMatrix<WholeCopy>(b.Address(), columns, depth));
            else Run(left, new WideMatrix<SingleCopies>(b.Address(), columns, depth));
        }

        private void Run<TLeft, TRight>(TLeft left, TRight right)
            where TLeft : struct, ITileSource<StraightWalk>
            where TRight : struct, ITileSource<StraightWalk>
            => TileLaunch.Run(
                device,
                rows,
                columns,
                (depth + Ring.Depth - 1) / Ring.Depth,
                default(StraightWalk),
                left,
                right,
                new GpuMatrixRows(columns, groupStride: 0),
                epilogue,
                c);
    }
}
