using LVW.Native.Engine.Ops.Convolution.Winograd;

namespace LVW.Native.Engine.Ops.Convolution;

/// <summary>Which algorithm computes a convolution on the processor: the faster one, as measured; one answer for all three passes.</summary>
internal static class AlgorithmTable
{
    // With fewer channels the transforms cost more than the products that they save: 8 channels 0.7 to 0.8 times the direct speed, 16 channels 1.7 to 2.3.
    private const int FewestChannels = 16;

    // The filter is transformed for every pass: one picture of 7 × 7 (4 tiles), 512 channels 0.8 to 0.9; of 14 × 14 (16 tiles), 256 channels 1.3 to 1.7.
    private const int FewestTiles = 8;

    // On smaller maps half the taps lie in the padding, which direct computation leaves out: 1 × 1 0.2 to 0.6, 2 × 2 0.4 to 1.1, 3 × 3 1.3 to 1.5.
    private const int SmallestMap = 3;

    // A small tile transforms more for each result: 0.8 to 0.95 times the speed with as many products (a side of 18), level with 0.95 times
    // as many (21), 1.3 to 1.5 with 0.7 (3, 5, 6, 9).
    private const double FewerProducts = 0.9;

    /// <summary>Whether Winograd's algorithm computes this convolution.</summary>
    public static bool UsesWinograd(in Conv2dGeometry g) => g.Algorithm switch
    {
        ConvolutionAlgorithm.Direct => false,
        ConvolutionAlgorithm.Winograd => true,
        _ => IsWinogradPossible(g) && Math.Min(g.C, g.K) >= FewestChannels && Math.Min(g.P, g.Q) >= SmallestMap
            && TileGrid.Forward(g).Count >= FewestTiles,
    };

    /// <summary>The tile of Winograd's algorithm, in all three passes: the larger one, unless so much of it lies beyond the map that a smaller needs clearly fewer products.</summary>
    public static WinogradTile TileOf(in Conv2dGeometry g)
    {
        WinogradTile small = new(3), large = new(4);
        return small.Products(g.P, g.Q) < FewerProducts * large.Products(g.P, g.Q) ? small : large;
    }

    /// <summary>Whether the algorithm exists for the shape.</summary>
    public static bool IsWinogradPossible(in Conv2dGeometry g)
        => g is { R: 3, S: 3, StrideH: 1, StrideW: 1, DilationH: 1, DilationW: 1, Groups: 1 };
}
