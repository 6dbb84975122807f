using LVW.Native.Engine.Ops.MatMul;

namespace LVW.Native.Engine.Ops.Convolution;

/// <summary>The input pixels of one phase of the stride, as rows of an input gradient.</summary>
internal readonly struct GpuPhaseRows : IGpuRows
{
    private readonly GpuRadix pixels;
    private readonly int height;
    private readonly int width;
    private readonly int channels;
    private readonly int groupChannels;
    private readonly int strideH;
    private readonly int strideW;
    private readonly int phaseH;
    private readonly int phaseW;

    /// <summary>The pixels (phaseH + i · StrideH, phaseW + j · StrideW).</summary>
    public GpuPhaseRows(in Conv2dGeometry g, GpuRadix pixels, int phaseH, int phaseW)
    {
        this.pixels = pixels;
        height = g.H;
        width = g.W;
        channels = g.C;
        groupChannels = g.GroupC;
        strideH = g.StrideH;
        strideW = g.StrideW;
        this.phaseH = phaseH;
        this.phaseW = phaseW;
    }

    public int Place(int row, int group, int slice)
    {
        GpuTriple pixel = pixels.Of(row);
        int h = (pixel.Middle * strideH) + phaseH;
        int w = (pixel.Inner * strideW) + phaseW;
        return (((((pixel.Outer * height) + h) * width) + w) * channels) + (group * groupChannels);
    }
}
