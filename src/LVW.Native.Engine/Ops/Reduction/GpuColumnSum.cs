using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Elementwise;

namespace LVW.Native.Engine.Ops.Reduction;

/// <summary>sum[j] (+)= Σ_i x[i, j] on a GPU: the gradient of a bias.</summary>
internal static class GpuColumnSum
{
    /// <summary>Adds up the rows of a matrix, in an order that its sizes alone decide.</summary>
    /// <param name="device">The device.</param>
    /// <param name="x">[rows, columns].</param>
    /// <param name="rows">Rows; with none the sum is 0.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="sum">[columns].</param>
    /// <param name="accumulate">Whether to add to <paramref name="sum"/> instead of overwriting it.</param>
    public static void Run(GpuDevice device, Storage x, int rows, int columns, Storage sum, bool accumulate)
    {
        var geometry = ReductionGeometry.Of("ColumnSum", [rows, columns], [0], keepDimensions: false, out _);
        Summation<Identity>.Run(device, default, geometry, x, sum, scale: 1, accumulate);
    }
}
