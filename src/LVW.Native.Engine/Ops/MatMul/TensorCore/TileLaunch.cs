using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.MatMul.TensorCore;

/// <summary>
/// Launches products on tensor cores: chooses the tile and cuts long sums into slices, which are then added in order. Sizes alone decide,
/// so that the order of every sum is the same on every device.
/// </summary>
internal static class TileLaunch
{
    // Two groups for each multiprocessor of the largest GPUs.
    private const int EnoughGroups = 256;

    // Tiles of depth below which a slice would cost more to add than to compute.
    private const int ShortestSlice = 8;

    // Tensor cores cut off what a sum cannot hold instead of rounding: 16384 terms keep about 4 digits, as many as the operands have.
    private const int LongestSlice = 512;

    // Elements of all slices together, 256 MB.
    private const long PartialBudget = 1 << 26;

    private const int TileRows = 128;

    /// <summary>Computes y = epilogue(left · right).</summary>
    /// <param name="device">Where.</param>
    /// <param name="rows">Rows of the product.</param>
    /// <param name="columns">Columns of the product.</param>
    /// <param name="depthTiles">Tiles of depth, 32 each; 0 gives sums of 0.</param>
    /// <param name="walk">The way through them.</param>
    /// <param name="left">rows × depth.</param>
    /// <param name="right">depth × columns.</param>
    /// <param name="places">Where the rows of the result lie.</param>
    /// <param name="epilogue">What is done with a finished sum.</param>
    /// <param name="y">The result.</param>
    public static void Run<TWalk, TLeft, TRight, TRows, TEpilogue>(
        GpuDevice device, int rows, int columns, int depthTiles, TWalk walk, TLeft left, TRight right, TRows places, TEpilogue epilogue, Storage y)
        where TWalk : struct, IDepthWalk
        where TLeft : struct, ITileSource<TWalk>
        where TRight : struct, ITileSource<TWalk>
        where TRows : struct, IGpuRows
        where TEpilogue : struct, IGpuEpilogue
    {
        var product = new Product<TWalk, TLeft, TRight>(device, rows, columns, depthTiles, walk, left, right);
        if (columns <= NarrowShape.Columns) product.Run<NarrowShape, TRows, TEpilogue>(places, epilogue, y);
        else product.Run<WideShape, TRows, TEpilogue>(places, epilogue, y);
    }

    private static int Parts(int whole, int part) => (int)(((long)whole + part - 1) / part);

    private readonly struct Product<TWalk, TLeft, TRight>(GpuDevice device, int rows, int columns, int depthTiles, TWalk walk, TLeft left, TRight right)
        where TWalk : struct, IDepthWalk
        where TLeft : struct, ITileSource<TWalk>
        where TRight : struct, ITileSource<TWalk>
    {
        public void Run<TShape, TRows, TEpilogue>(TRows places, TEpilogue epilogue, Storage y)
            where TShape : struct, ITileShape
            where TRows : struct, IGpuRows
            where TEpilogue : struct, IGpuEpilogue
        {
            long perSlice = (long)rows * columns;
            if (perSlice == 0) return;
            long tiles = (long)Parts(rows, TileRows) * Parts(columns, TShape.Columns);
            int slices = Slices(tiles, perSlice);
            int sliceTiles = Math.Max(1, Parts(depthTiles, slices));
            slices = Math.Max(1, Parts(depthTiles, sliceTiles));
            if (slices == 1)
            {
                Launch<TShape, TRows, TEpilogue>(1, sliceTiles, places, epilogue, y);
                return;
            }

            Storage partial = device.Rent(slices * perSlice);
            Launch<TShape, GpuMatrixRows, GpuNoEpilogue>(slices, sliceTiles, new(columns, groupStride: 0, (int)perSlice), default, partial);
            device.LaunchOver(
                perSlice,
                new GemmCombineKernel<TRows, TEpilogue>(
                    partial.View(), places, epilogue, y.View(), slices, (int)perSlice, perGroup: (int)perSlice, columns));
            device.Return(partial);
        }

        private int Slices(long tiles, long perSlice)
        {
            long toFill = Math.Min(EnoughGroups / tiles, depthTiles / ShortestSlice);
            long toKeepDigits = Parts(depthTiles, LongestSlice);
            return (int)Math.Clamp(Math.Max(toFill, toKeepDigits), 1, Math.Max(1, PartialBudget / perSlice));
        }

        private void Launch<TShape, TRows, TEpilogue>(int slices, int sliceTiles, TRows places, TEpilogue epilogue, Storage target)
            where TShape : struct, ITileShape
            where TRows : struct, IGpuRows
            where TEpilogue : struct, IGpuEpilogue
        {
            int columnTiles = Parts(columns, TShape.Columns);
            var sizes = new TileProductSizes(rows, columns, columnTiles, depthTiles, sliceTiles, columns % 4 == 0 ? 1 : 0);
            device.Launch(
                new GpuGrid(checked(Parts(rows, TileRows) * columnTiles), slices),
                new TileProduct<TShape, TWalk, TLeft, TRight, TRows, TEpilogue>(left, right, places, epilogue, target.View(), walk, sizes));
        }
    }
}
