using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.MatMul;
using LVW.Native.Engine.Ops.MatMul.TensorCore;

namespace LVW.Native.Engine.Ops.Convolution.TensorCore;

/// <summary>
/// Convolution and its gradients on tensor cores as matrix products whose operands are read in place. Every method says whether it
/// computed; if not, the pass is the portable kernel's:
/// <code>
/// forward            C % 4 = 0
/// input gradient     C % 4 = 0 and K % 4 = 0
/// filter gradient    C % 4 = 0 and K % 4 = 0
/// always             one group, at most 15 × 15 taps, results of more than 16 rows and columns
/// </code>
/// The first layer of a network, with 3 channels, is thus portable.
/// </summary>
internal static class TensorCoreConvolution
{
    /// <summary>y = epilogue(x ∗ w): rows are output pixels, columns filters, depth (r, s, c).</summary>
    public static bool TryForward<TEpilogue>(GpuDevice device, in Conv2dGeometry g, Storage x, Storage w, TEpilogue epilogue, Storage y)
        where TEpilogue : struct, IGpuEpilogue
    {
        int pixels = g.N * g.P * g.Q;
        if (!Suits(device, g) || g.C % 4 != 0 || !TensorCoreGemm.Suits(pixels, g.K)) return false;
        TileLaunch.Run(
            device,
            pixels,
            g.K,
            TapWalk.Tiles(g.R * g.S, g.C),
            new TapWalk(g.S, g.C),
            PixelTaps.OfInput(g, x.Address()),
            new FilterTaps(w.Address(), g.K, g.R * g.S, g.S, g.C),
            new GpuMatrixRows(g.K, groupStride: 0),
            epilogue,
            y);
        return true;
    }

    /// <summary>dx = epilogue(dy ∗ wᵀ): rows are the input pixels of one phase of the stride, columns channels, depth (r, s, k).</summary>
    public static bool TryInputGradient<TEpilogue>(GpuDevice device, in Conv2dGeometry g, Storage dy, Storage w, TEpilogue epilogue, Storage dx)
        where TEpilogue : struct, IGpuEpilogue
    {
        if (!Suits(device, g) || g.C % 4 != 0 || g.K % 4 != 0 || !TensorCoreGemm.Suits(g.N * g.H * g.W, g.C)) return false;
        for (int i = 0; i < GpuPhase.Count(g); i++) InputGradient(device, g, new GpuPhase(g, i), dy, w, epilogue, dx);
        return true;
    }

    /// <summary>dw = epilogue(dyᵀ · x): rows are filters, columns (r, s, c), depth output pixels.</summary>
    public static bool TryFilterGradient<TEpilogue>(GpuDevice device, in Conv2dGeometry g, Storage x, Storage dy, TEpilogue epilogue, Storage dw)
        where TEpilogue : struct, IGpuEpilogue
    {
        int pixels = g.N * g.P * g.Q, columns = g.R * g.S * g.C;
        if (!Suits(device, g) || g.C % 4 != 0 || g.K % 4 != 0 || !TensorCoreGemm.Suits(g.K, columns)) return false;
        TileLaunch.Run(
            device,
            g.K,
            columns,
            (pixels + Ring.Depth - 1) / Ring.Depth,
            default(StraightWalk),
            new WideMatrix<WholeCopy>(dy.Address(), g.K, pixels),
            new TapPixels(g, x.Address()),
            new GpuMatrixRows(columns, groupStride: 0),
            epilogue,
            dw);
        return true;
    }

    private static bool Suits(GpuDevice device, in Conv2dGeometry g)
        => device.UsesTensorCores && g.Groups == 1 && g.R <= PixelTaps.MostTaps && g.S <= PixelTaps.MostTaps;

    private static void InputGradient<TEpilogue>(
        GpuDevice device, in Conv2dGeometry g, in GpuPhase phase, Storage dy, Storage w, TEpilogue epilogue, Storage dx)
        where TEpilogue : struct, IGpuEpilogue
    {
        TapLattice rows = phase.TapRows;
        TapLattice columns = phase.TapColumns;
        TileLaunch.Run(
            device,
            phase.PixelCount,
            g.C,
            TapWalk.Tiles(rows.Count * columns.Count, g.K),
            new TapWalk(Math.Max(1, columns.Count), g.K),
            PixelTaps.OfOutput(g, dy.Address(), phase.Pixels, rows, columns),
            new TurnedFilterTaps(g, w.Address(), rows, columns),
            phase.Rows,
            epilogue,
            dx);
    }
}
