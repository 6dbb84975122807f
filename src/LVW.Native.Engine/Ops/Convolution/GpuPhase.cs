using LVW.Native.Engine.Ops.MatMul;

namespace LVW.Native.Engine.Ops.Convolution;

/// <summary>
/// The input pixels (phaseH + i · StrideH, phaseW + j · StrideW) as rows of an input gradient, and the taps that reach them: every phase of
/// the stride has taps of its own, so that none is multiplied by the zeros between strides.
/// </summary>
internal readonly struct GpuPhase
{
    private readonly Conv2dGeometry g;
    private readonly int phaseH;
    private readonly int phaseW;

    /// <summary>Phase <paramref name="index"/> of <see cref="Count"/>.</summary>
    public GpuPhase(in Conv2dGeometry g, int index)
    {
        this.g = g;
        phaseH = index / Across(g);
        phaseW = index % Across(g);
    }

    /// <summary>The rows of taps.</summary>
    public TapLattice TapRows => TapLattice.Backward(g.R, g.PadTop, g.DilationH, g.StrideH, phaseH);

    /// <summary>The columns of taps.</summary>
    public TapLattice TapColumns => TapLattice.Backward(g.S, g.PadLeft, g.DilationW, g.StrideW, phaseW);

    /// <summary>Takes the phase's pixels apart.</summary>
    public GpuRadix Pixels => new(Height, Width);

    /// <summary>Pixels of the phase in all pictures.</summary>
    public int PixelCount => g.N * Height * Width;

    /// <summary>Where the pixels lie.</summary>
    public GpuPhaseRows Rows => new(g, Pixels, phaseH, phaseW);

    private int Height => (g.H - phaseH + g.StrideH - 1) / g.StrideH;

    private int Width => (g.W - phaseW + g.StrideW - 1) / g.StrideW;

    /// <summary>Phases that have pixels.</summary>
    public static int Count(in Conv2dGeometry g) => Math.Min(g.StrideH, g.H) * Across(g);

    private static int Across(in Conv2dGeometry g) => Math.Min(g.StrideW, g.W);
}
