using LVW.Native.Engine.Ops.MatMul;

namespace LVW.Native.Engine.Ops.Convolution;

/// <summary>
/// How pixels and filter taps meet in a picture [N, H, W, C], for kernels: pixel (n, i, j) and term (r, s, c) meet at row
/// i · strideH + shiftH + r · stepH and column j · strideW + shiftW + s · stepW.
/// </summary>
internal readonly struct GpuTaps
{
    /// <summary>N.</summary>
    public readonly int Pictures;

    /// <summary>H.</summary>
    public readonly int Height;

    /// <summary>W.</summary>
    public readonly int Width;

    /// <summary>C.</summary>
    public readonly int Channels;

    private readonly int strideH;
    private readonly int strideW;
    private readonly int shiftH;
    private readonly int shiftW;

    /// <summary>Rows from one row of taps to the next.</summary>
    public readonly int StepH;

    /// <summary>Columns from one column of taps to the next.</summary>
    public readonly int StepW;

    /// <summary>Rows of taps.</summary>
    public readonly int TapRows;

    private GpuTaps(int pictures, int height, int width, int channels, int strideH, int strideW, TapLattice rows, TapLattice columns)
    {
        Pictures = pictures;
        Height = height;
        Width = width;
        Channels = channels;
        this.strideH = strideH;
        this.strideW = strideW;
        shiftH = rows.Shift;
        shiftW = columns.Shift;
        StepH = rows.ShiftStep;
        StepW = columns.ShiftStep;
        TapRows = rows.Count;
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
        int h = Row(pixel) + (term.Outer * StepH);
        int w = Column(pixel) + (term.Middle * StepW);
        bool inside = pixel.Outer < Pictures && term.Outer < TapRows && h >= 0 && h < Height && w >= 0 && w < Width;
        return inside ? Place(pixel.Outer, h, w) : -1;
    }

    /// <summary>The row where a pixel meets the first row of taps, inside the picture or not.</summary>
    public int Row(GpuTriple pixel) => (pixel.Middle * strideH) + shiftH;

    /// <summary>The column where a pixel meets the first column of taps, inside the picture or not.</summary>
    public int Column(GpuTriple pixel) => (pixel.Inner * strideW) + shiftW;

    /// <summary>The place in memory of channel 0.</summary>
    public int Place(int n, int h, int w) => ((((n * Height) + h) * Width) + w) * Channels;
}
