using ILGPU;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Memory;
using LVW.Native.Engine.Ops.Convolution.TensorCore;
using LVW.Native.Engine.Ops.MatMul;

namespace LVW.Native.Engine.Ops.Convolution;

/// <summary>
/// Convolution and its gradients on a GPU as matrix products: pictures are read in place, as matrices of pixels × taps. A filter of one tap
/// and stride 1 is a matrix product as it stands.
/// </summary>
internal static class GpuConvolution
{
    /// <summary>y = epilogue(x ∗ w): rows are output pixels, columns filters, terms (r, s, c).</summary>
    public static void Forward<TEpilogue>(GpuDevice device, in Conv2dGeometry g, Storage x, Storage w, TEpilogue epilogue, Storage y)
        where TEpilogue : struct, IGpuEpilogue
    {
        if (TensorCoreConvolution.TryForward(device, g, x, w, epilogue, y)) return;
        if (IsQuads(g.GroupC)) Forward<QuadAccess, TEpilogue>(device, g, x, w, epilogue, y);
        else Forward<ScalarAccess, TEpilogue>(device, g, x, w, epilogue, y);
    }

    /// <summary>dx = epilogue(dy ∗ wᵀ): rows are the input pixels of one phase of the stride, columns channels, terms (r, s, k).</summary>
    public static void InputGradient<TEpilogue>(GpuDevice device, in Conv2dGeometry g, Storage dy, Storage w, TEpilogue epilogue, Storage dx)
        where TEpilogue : struct, IGpuEpilogue
    {
        if (TensorCoreConvolution.TryInputGradient(device, g, dy, w, epilogue, dx)) return;
        if (IsQuads(g.GroupC) && IsQuads(g.GroupK)) InputGradient<QuadAccess, TEpilogue>(device, g, dy, w, epilogue, dx);
        else InputGradient<ScalarAccess, TEpilogue>(device, g, dy, w, epilogue, dx);
    }

    /// <summary>dw = epilogue(dyᵀ · x): rows are filters, columns (r, s, c), terms output pixels.</summary>
    public static void FilterGradient<TEpilogue>(GpuDevice device, in Conv2dGeometry g, Storage x, Storage dy, TEpilogue epilogue, Storage dw)
        where TEpilogue : struct, IGpuEpilogue
    {
        if (TensorCoreConvolution.TryFilterGradient(device, g, x, dy, epilogue, dw)) return;
        if (IsQuads(g.GroupC) && IsQuads(g.GroupK)) FilterGradient<QuadAccess, TEpilogue>(device, g, x, dy, epilogue, dw);
        else FilterGradient<ScalarAccess, TEpilogue>(device, g, x, dy, epilogue, dw);
    }

    private static bool IsQuads(int length) => length % 4 == 0;

    private static bool IsPointwise(in Conv2dGeometry g)
        => g is { R: 1, S: 1, StrideH: 1, StrideW: 1, PadTop: 0, PadBottom: 0, PadLeft: 0, PadRight: 0 };

    private static int OutputPixels(in Conv2dGeometry g) => g.N * g.P * g.Q;

    private static int FilterLength(in Conv2dGeometry g) => g.R * g.S * g.GroupC;

    private static GpuPicture<TAccess> Input<TAccess>(in Conv2dGeometry g, ArrayView<float> x)
        where TAccess : struct, IGpuAccess
        => new(x, GpuTaps.OfInput(g), new GpuRadix(g.P, g.Q), new GpuRadix(g.S, g.GroupC), g.GroupC);

    private static void Forward<TAccess, TEpilogue>(GpuDevice device, in Conv2dGeometry g, Storage x, Storage w, TEpilogue epilogue, Storage y)
        where TAccess : struct, IGpuAccess
        where TEpilogue : struct, IGpuEpilogue
    {
        int pixels = OutputPixels(g), terms = FilterLength(g);
        var sizes = new GpuGemmSizes(pixels, g.GroupK, terms, IsQuads(g.GroupK), g.Groups);
        var filters = new LineMatrix<TAccess>(w.View(), g.GroupK, terms, stride: terms, groupStride: g.GroupK * terms);
        var rows = new GpuMatrixRows(g.K, g.GroupK);
        if (IsPointwise(g))
        {
            var matrix = new LineMatrix<TAccess>(x.View(), pixels, g.GroupC, stride: g.C, groupStride: g.GroupC);
            GpuGemm.Run(device, sizes, matrix, filters, rows, epilogue, y);
            return;
        }

        GpuGemm.Run(device, sizes, new PixelLines<TAccess>(Input<TAccess>(g, x.View())), filters, rows, epilogue, y);
    }

    private static void InputGradient<TAccess, TEpilogue>(GpuDevice device, in Conv2dGeometry g, Storage dy, Storage w, TEpilogue epilogue, Storage dx)
        where TAccess : struct, IGpuAccess
        where TEpilogue : struct, IGpuEpilogue
    {
        if (IsPointwise(g))
        {
            int pixels = OutputPixels(g);
            var gradient = new LineMatrix<TAccess>(dy.View(), pixels, g.GroupK, stride: g.K, groupStride: g.GroupK);
            var filters = new ColumnMatrix<TAccess>(w.View(), g.GroupC, g.GroupK, stride: g.GroupC, groupStride: g.GroupK * g.GroupC);
            var sizes = new GpuGemmSizes(pixels, g.GroupC, g.GroupK, IsQuads(g.GroupC), g.Groups);
            GpuGemm.Run(device, sizes, gradient, filters, new GpuMatrixRows(g.C, g.GroupC), epilogue, dx);
            return;
        }

        for (int i = 0; i < GpuPhase.Count(g); i++) InputGradient<TAccess, TEpilogue>(device, g, new GpuPhase(g, i), dy, w, epilogue, dx);
    }

    private static void InputGradient<TAccess, TEpilogue>(
        GpuDevice device, in Conv2dGeometry g, in GpuPhase phase, Storage dy, Storage w, TEpilogue epilogue, Storage dx)
        where TAccess : struct, IGpuAccess
        where TEpilogue : struct, IGpuEpilogue
    {
        TapLattice tapRows = phase.TapRows;
        TapLattice tapColumns = phase.TapColumns;
        var terms = new GpuRadix(Math.Max(1, tapColumns.Count), g.GroupK);
        var sizes = new GpuGemmSizes(phase.PixelCount, g.GroupC, tapRows.Count * tapColumns.Count * g.GroupK, IsQuads(g.GroupC), g.Groups);
        var gradient = new GpuPicture<TAccess>(dy.View(), GpuTaps.OfOutput(g, tapRows, tapColumns), phase.Pixels, terms, g.GroupK);
        var filters = new FilterLines<TAccess>(w.View(), g, tapRows, tapColumns, terms);
        GpuGemm.Run(device, sizes, new PixelLines<TAccess>(gradient), filters, phase.Rows, epilogue, dx);
    }

    private static void FilterGradient<TAccess, TEpilogue>(GpuDevice device, in Conv2dGeometry g, Storage x, Storage dy, TEpilogue epilogue, Storage dw)
        where TAccess : struct, IGpuAccess
        where TEpilogue : struct, IGpuEpilogue
    {
        int pixels = OutputPixels(g), terms = FilterLength(g);
        var sizes = new GpuGemmSizes(g.GroupK, terms, pixels, IsQuads(terms), g.Groups);
        var gradient = new ColumnMatrix<TAccess>(dy.View(), g.GroupK, pixels, stride: g.K, groupStride: g.GroupK);
        var rows = new GpuMatrixRows(terms, g.GroupK * terms);
        if (IsPointwise(g))
        {
            var matrix = new ColumnMatrix<TAccess>(x.View(), g.GroupC, pixels, stride: g.C, groupStride: g.GroupC);
            GpuGemm.Run(device, sizes, gradient, matrix, rows, epilogue, dw);
            return;
        }

        GpuGemm.Run(device, sizes, gradient, new TermLines<TAccess>(Input<TAccess>(g, x.View())), rows, epilogue, dw);
    }
}
