using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;

namespace LVW.Native.Engine.Ops.MatMul;

/// <summary>How the sums of a product are cut into slices, each a product of its own, which are then added in order.</summary>
/// <param name="Count">Slices, at least 1; where there is one alone, nothing is left to add.</param>
/// <param name="Depth">Terms of a slice.</param>
/// <param name="Columns">Columns of the result.</param>
/// <param name="PerGroup">Elements of the result in one group of channels.</param>
/// <param name="PerSlice">Elements of the result.</param>
internal readonly record struct GpuSlices(int Count, int Depth, int Columns, long PerGroup, long PerSlice)
{
    /// <summary>Groups of threads that fill a GPU: two for each multiprocessor of the largest; below that a long sum is cut.</summary>
    public const int EnoughGroups = 256;

    // Elements of all slices together, 256 MB.
    private const long PartialBudget = 1 << 26;

    /// <summary>The rows of slices that are written one after the other.</summary>
    public GpuMatrixRows Apart => new(Columns, (int)PerGroup, (int)PerSlice);

    /// <summary>As many slices as fill a GPU and keep the digits of a sum; sizes alone decide.</summary>
    /// <param name="sizes">The sizes of the product, of at least one element.</param>
    /// <param name="tiles">Groups of threads that a slice takes.</param>
    /// <param name="shortest">Terms below which a slice would cost more to add than to compute.</param>
    /// <param name="longest">Terms above which a sum in float32 loses digits.</param>
    /// <param name="step">Terms that a kernel takes at a time; slices but the last are a multiple of it.</param>
    public static GpuSlices Of(in GpuGemmSizes sizes, long tiles, int shortest, int longest, int step = 1)
    {
        long perGroup = (long)sizes.Rows * sizes.Columns;
        long perSlice = sizes.Groups * perGroup;
        long toFill = Math.Min(EnoughGroups / tiles, sizes.Depth / shortest);
        long toKeepDigits = Parts(sizes.Depth, longest);
        int wanted = (int)Math.Clamp(Math.Max(toFill, toKeepDigits), 1, Math.Max(1, PartialBudget / perSlice));
        int depth = Math.Max(1, Parts(Parts(sizes.Depth, wanted), step)) * step;
        return new GpuSlices(Math.Max(1, Parts(sizes.Depth, depth)), depth, sizes.Columns, perGroup, perSlice);
    }

    /// <summary>Parts of a size that cover a whole.</summary>
    public static int Parts(int whole, int part) => (int)(((long)whole + part - 1) / part);

    /// <summary>A block for all slices.</summary>
    public Storage Rent(GpuDevice device) => device.Rent(Count * PerSlice);

    /// <summary>y = epilogue(Σ of the slices), and gives their block back.</summary>
    /// <param name="device">Where.</param>
    /// <param name="partial">The slices, as <see cref="Apart"/> says.</param>
    /// <param name="rows">Where the rows of the result lie.</param>
    /// <param name="epilogue">What is done with a finished sum.</param>
    /// <param name="y">The result.</param>
    public void Combine<TRows, TEpilogue>(GpuDevice device, Storage partial, TRows rows, TEpilogue epilogue, Storage y)
        where TRows : struct, IGpuRows
        where TEpilogue : struct, IGpuEpilogue
    {
        device.LaunchOver(
            PerSlice,
            new GemmCombineKernel<TRows, TEpilogue>(
                partial.View(), rows, epilogue, y.View(), Count, (int)PerSlice, (int)PerGroup, Columns));
        device.Return(partial);
    }
}
