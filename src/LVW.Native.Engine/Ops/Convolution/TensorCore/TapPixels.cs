using System.Runtime.CompilerServices;
using LVW.Native.Engine.Ops.MatMul;
using LVW.Native.Engine.Ops.MatMul.TensorCore;

namespace LVW.Native.Engine.Ops.Convolution.TensorCore;

/// <summary>
/// The input [N, H, W, C] as the right operand of a filter gradient: lines are (r, s, c), depth is the output pixel (n, p, q), and the value
/// is that of channel c at row p · stride − pad + r · dilation and the column likewise.
/// </summary>
internal readonly struct TapPixels : ITileSource<StraightWalk>
{
    private readonly long address;
    private readonly GpuRadix pixels;
    private readonly GpuRadix lines;
    private readonly int pictures;
    private readonly int height;
    private readonly int width;
    private readonly int channels;
    private readonly int lineCount;
    private readonly int strideH;
    private readonly int strideW;
    private readonly int padTop;
    private readonly int padLeft;
    private readonly int dilationH;
    private readonly int dilationW;
    private readonly GpuTriple eight;
    private readonly GpuTriple sixteen;
    private readonly GpuTriple stage;

    /// <summary>The input of a geometry.</summary>
    public TapPixels(in Conv2dGeometry g, long address)
    {
        this.address = address;
        pixels = new GpuRadix(g.P, g.Q);
        lines = new GpuRadix(g.S, g.C);
        pictures = g.N;
        height = g.H;
        width = g.W;
        channels = g.C;
        lineCount = g.R * g.S * g.C;
        strideH = g.StrideH;
        strideW = g.StrideW;
        padTop = g.PadTop;
        padLeft = g.PadLeft;
        dilationH = g.DilationH;
        dilationW = g.DilationW;
        eight = pixels.Of(8);
        sixteen = pixels.Of(16);
        stage = pixels.Of(Ring.Depth);
    }

    public static bool IsDeep => false;

    // The cursor: the pixel (n, p, q) in First to Third, the tap's shift of row and column and its channel in FirstLimit to ThirdLimit.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TileCursor Begin(in StraightWalk walk, int first, int size, int thread)
    {
        int line = first + WideTile.Place(thread, size);
        GpuTriple tap = lines.Of(line);
        TileCursor cursor = default;
        cursor.Target = WideTile.Target(thread, size);
        Keep(ref cursor, pixels.Of(walk.Depth + WideTile.Line(thread, size)));
        cursor.FirstLimit = (tap.Outer * dilationH) - padTop;
        cursor.SecondLimit = (tap.Middle * dilationW) - padLeft;
        cursor.ThirdLimit = tap.Inner;
        cursor.FourthLimit = line < lineCount ? pictures : 0;
        return cursor;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Copy(ref TileCursor cursor, in StraightWalk walk, int size, uint tile)
    {
        GpuTriple pixel;
        pixel.Outer = cursor.First;
        pixel.Middle = cursor.Second;
        pixel.Inner = cursor.Third;
        Keep(ref cursor, pixels.Add(pixel, stage));
        uint stepBytes = (uint)WideTile.StepBytes(size);
        uint target = tile + cursor.Target;
        CopyOne(cursor, target, pixel);
        pixel = pixels.Add(pixel, size <= 64 ? sixteen : eight);
        CopyOne(cursor, target + stepBytes, pixel);
        if (size <= 64) return;
        pixel = pixels.Add(pixel, eight);
        CopyOne(cursor, target + (2 * stepBytes), pixel);
        pixel = pixels.Add(pixel, eight);
        CopyOne(cursor, target + (3 * stepBytes), pixel);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CopyOne(in TileCursor cursor, uint target, GpuTriple pixel)
    {
        int h = (pixel.Middle * strideH) + cursor.FirstLimit;
        int w = (pixel.Inner * strideW) + cursor.SecondLimit;

        // Every term is negative inside; no branches, see WideMatrix.
        int inside = (pixel.Outer - cursor.FourthLimit) & ~h & (h - height) & ~w & (w - width);
        int place = (((((pixel.Outer * height) + h) * width) + w) * channels) + cursor.ThirdLimit;
        WholeCopy.Copy(target, address + ((long)place * sizeof(float)), -(inside >> 31));
    }

    private static void Keep(ref TileCursor cursor, GpuTriple pixel)
    {
        cursor.First = pixel.Outer;
        cursor.Second = pixel.Middle;
        cursor.Third = pixel.Inner;
    }
}
