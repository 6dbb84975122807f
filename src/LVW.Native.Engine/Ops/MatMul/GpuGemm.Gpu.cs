using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.MatMul;

/// <summary>
/// y = epilogue(Σ_d left[row, d] · right[column, d]) on a GPU, for operands that are read in any way, pictures included. This is the one
/// place that chooses a kernel. Sizes alone decide, so that the order of every sum is the same on every device.
/// </summary>
internal static class GpuGemm
{
    // A shorter slice would cost more to add than to compute.
    private const int ShortestSlice = 256;

    // Longer sums in float32 lose digits: 8192 terms keep about 5.
    private const int LongestSlice = 8192;

    /// <summary>Computes a product.</summary>
    /// <param name="device">Where.</param>
    /// <param name="sizes">The sizes.</param>
    /// <param name="left">rows × depth.</param>
    /// <param name="right">columns × depth.</param>
    /// <param name="rows">Where the rows of the result lie.</param>
    /// <param name="epilogue">What is done with a finished sum.</param>
    /// <param name="y">The result.</param>
    public static void Run<TLeft, TRight, TRows, TEpilogue>(
        GpuDevice device, in GpuGemmSizes sizes, TLeft left, TRight right, TRows rows, TEpilogue epilogue, Storage y)
        where TLeft : struct, IGpuOperand<TLeft>
        where TRight : struct, IGpuOperand<TRight>
        where TRows : struct, IGpuRows
        where TEpilogue : struct, IGpuEpilogue
    {
        var product = new Product<TLeft, TRight, TRows, TEpilogue>(device, sizes, left, right, rows, epilogue, y);

        // rows × columns     tile        why
        // any × ≤ 16, ≤ 32   64×16, ×32  slim networks: a wider tile would multiply zeros
        // ≤ 16, ≤ 32 × any   16, 32×64   gradients of their filters
        // few tiles          64×64       more groups, and more threads in each, so that the hardware is filled
        // any × ≤ 64         128×64      the first stage of residual networks
        // ≤ 64 × any         64×128      gradients of its filters
        // else               128×128     the fewest reads of memory for each multiply-add
        if (sizes.Columns <= 16) product.Launch<Tile64x16>();
        else if (sizes.Columns <= 32) product.Launch<Tile64x32>();
        else if (sizes.Rows <= 16) product.Launch<Tile16x64>();
        else if (sizes.Rows <= 32) product.Launch<Tile32x64>();
        else if (IsSmall(sizes)) product.Launch<Tile64x64>();
        else if (sizes.Columns <= 64) product.Launch<Tile128x64>();
        else if (sizes.Rows <= 64) product.Launch<Tile64x128>();
        else product.Launch<Tile128x128>();
    }

    private static bool IsSmall(in GpuGemmSizes sizes) => Tiles<Tile128x64>(sizes) < GpuSlices.EnoughGroups;

    private static long Tiles<TTile>(in GpuGemmSizes sizes)
        where TTile : struct, IGpuTile
        => (long)sizes.Groups * GpuSlices.Parts(sizes.Rows, TTile.Rows) * GpuSlices.Parts(sizes.Columns, TTile.Columns);

    // Everything but the tile.
    private readonly struct Product<TLeft, TRight, TRows, TEpilogue>(
        GpuDevice device, GpuGemmSizes sizes, TLeft left, TRight right, TRows rows, TEpilogue epilogue, Storage y)
        where TLeft : struct, IGpuOperand<TLeft>
        where TRight : struct, IGpuOperand<TRight>
        where TRows : struct, IGpuRows
        where TEpilogue : struct, IGpuEpilogue
    {
        public void Launch<TTile>()
            where TTile : struct, IGpuTile
        {
            long tiles = Tiles<TTile>(sizes);
            if (tiles == 0) return;
            var slices = GpuSlices.Of(sizes, tiles, ShortestSlice, LongestSlice, TTile.Depth);
            if (slices.Count == 1)
            {
                Launch<TTile, TRows, TEpilogue>(slices, rows, epilogue, y, sizes.StoresQuads);
                return;
            }

            Storage partial = slices.Rent(device);
            Launch<TTile, GpuMatrixRows, GpuNoEpilogue>(slices, slices.Apart, default, partial, sizes.Columns % 4 == 0);
            slices.Combine(device, partial, rows, epilogue, y);
        }

        private void Launch<TTile, TPlaces, TEnd>(in GpuSlices slices, TPlaces places, TEnd end, Storage target, bool storesQuads)
            where TTile : struct, IGpuTile
            where TPlaces : struct, IGpuRows
            where TEnd : struct, IGpuEpilogue
        {
            int columnTiles = GpuSlices.Parts(sizes.Columns, TTile.Columns);
            var kernelSizes = new GemmSizes(sizes.Rows, sizes.Columns, sizes.Depth, columnTiles, slices.Depth, storesQuads ? 1 : 0);
            device.Launch(
                new GpuGrid(checked(GpuSlices.Parts(sizes.Rows, TTile.Rows) * columnTiles), slices.Count, sizes.Groups),
                new GemmKernel<TTile, TLeft, TRight, TPlaces, TEnd>(
                    left.Stepping(TTile.Depth), right.Stepping(TTile.Depth), places, end, target.View(), kernelSizes));
        }
    }
}
