using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.MatMul.TensorCore;

/// <summary>
/// Launches products on tensor cores: chooses the tile and cuts long sums into slices, which are then added in order. Sizes alone decide,
/// so that the order of every sum is the same on every device.
/// </summary>
internal static class TileLaunch
{
    // Tiles of depth below which a slice would cost more to add than to compute.
    private const int ShortestSlice = 8;

    // Tensor cores cut off what a sum cannot hold instead of rounding: 16384 terms keep about 4 digits, as many as the operands have.
    private const int LongestSlice = 512;

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
        var product = new Product<TWalk, TLeft, TRight>(device, new(rows, columns, depthTiles, columns % 4 == 0), walk, left, right);
        if (columns <= NarrowShape.Columns) product.Run<NarrowShape, TRows, TEpilogue>(places, epilogue, y);
        else product.Run<WideShape, TRows, TEpilogue>(places, epilogue, y);
    }

    // The depth of its sizes is counted in tiles.
    private readonly struct Product<TWalk, TLeft, TRight>(GpuDevice device, GpuGemmSizes sizes, TWalk walk, TLeft left, TRight right)
        where TWalk : struct, IDepthWalk
        where TLeft : struct, ITileSource<TWalk>
        where TRight : struct, ITileSource<TWalk>
    {
        public void Run<TShape, TRows, TEpilogue>(TRows places, TEpilogue epilogue, Storage y)
            where TShape : struct, ITileShape
            where TRows : struct, IGpuRows
            where TEpilogue : struct, IGpuEpilogue
        {
            long tiles = (long)GpuSlices.Parts(sizes.Rows, TileRows) * GpuSlices.Parts(sizes.Columns, TShape.Columns);
            if (tiles == 0) return;
            var slices = GpuSlices.Of(sizes, tiles, ShortestSlice, LongestSlice);
            if (slices.Count == 1)
            {
                Launch<TShape, TRows, TEpilogue>(slices, places, epilogue, y);
                return;
            }

            Storage partial = slices.Rent(device);
            Launch<TShape, GpuMatrixRows, GpuNoEpilogue>(slices, slices.Apart, default, partial);
            slices.Combine(device, partial, places, epilogue, y);
        }

        private void Launch<TShape, TRows, TEpilogue>(in GpuSlices slices, TRows places, TEpilogue epilogue, Storage target)
            where TShape : struct, ITileShape
            where TRows : struct, IGpuRows
            where TEpilogue : struct, IGpuEpilogue
        {
            int columnTiles = GpuSlices.Parts(sizes.Columns, TShape.Columns);
            var kernelSizes = new TileProductSizes(sizes.Rows, sizes.Columns, columnTiles, sizes.Depth, slices.Depth, sizes.StoresQuads ? 1 : 0);
            device.Launch(
                new GpuGrid(checked(GpuSlices.Parts(sizes.Rows, TileRows) * columnTiles), slices.Count),
                new TileProduct<TShape, TWalk, TLeft, TRight, TRows, TEpilogue>(left, right, places, epilogue, target.View(), walk, kernelSizes));
        }
    }
}
