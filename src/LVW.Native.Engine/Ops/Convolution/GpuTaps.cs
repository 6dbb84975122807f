using LVW.Native.Engine.Ops.MatMul;

namespace LVW.Native.Engine.Ops.Convolution;

/// <summary>
/// How pixels and filter taps meet in a picture [N, H, W, C], for kernels: pixel (n, i, j) and term (r, s, c) meet at row
/// i · strideH + shiftH + r · stepH and column j · strideW + shiftW + s · stepW.
/// </summary>
internal readonly struct GpuTaps
{
    private readonly int pictures;
    private readonly int height;
    private readonly int width;
    private readonly int channels;
    private readonly int tapRows;
    private readonly int strideH;
    private readonly int strideW;
    private readonly int shiftH;
    private readonly int shiftW;
    private readonly int stepH;
    private readonly int stepW;

    private GpuTaps(int pictures, int height, int width, int channels, int strideH, int strideW, TapLattice rows, TapLattice columns)
    {
        this.pictures = pictures;
        this.height = height;
        this.width = width;
        this.channels = channels;
        this.strideH = strideH;
        this.strideW = strideW;
        tapRows = rows.Count;
        shiftH = rows.Shift;
        shiftW = columns.Shift;
        stepH = rows.ShiftStep;
        stepW = columns.ShiftStep;
    }

    /// <summary>Output pixels meet the taps in the input.</summary>
    public static GpuTaps OfInput(in Conv2dGeometry g)
        => new(
            g.N, g.H, g.W, g.C, g.StrideH, g.StrideW, TapLattice.Forward(g.R, g.PadTop, g.DilationH), TapLattice.Forward(g.S, g.PadLeft, g.DilationW));

    /// <summary>Input pixels of one phase of the stride meet the taps in the gradient of the output.</summary>
    public static GpuTaps OfOutput(in Conv2dGeometry g, TapLattice rows, TapLattice columns) => new(g.N, g.P, g.Q, g.K, 1, 1, rows, columns);

    /// <summary>The place in memory of channel 0 where a pixel and a term meet; −1 outside the picture, or where there is no such pixel or term.</summary>
    public int Meet(GpuTriple pixel, GpuTriple term)
    {
        int h = (pixel.Middle * strideH) + shiftH + (term.Outer * stepH);
        int w = (pixel.Inner * strideW) + shiftW + (term.Middle * stepW);
        bool inside = pixel.Outer < pictures && term.Outer < tapRows && h >= 0 && h < height && w >= 0 && w < width;
        return inside ? ((((pixel.Outer * height) + h) * width) + w) * channels : -1;
    }
}
