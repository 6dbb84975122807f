using System.Runtime.CompilerServices;
using LVW.Native.Engine.Ops.MatMul;
using LVW.Native.Engine.Ops.MatMul.TensorCore;

namespace LVW.Native.Engine.Ops.Convolution.TensorCore;

/// <summary>
/// Pictures [N, H, W, C] as the left operand of a convolution or of an input gradient: lines are pixels (n, i, j) of the result, depth is
/// (r, s, c), and the value is that of channel c at row i · strideH + shiftH + r · stepH and column j · strideW + shiftW + s · stepW.
/// </summary>
internal readonly struct PixelTaps : ITileSource<TapWalk>
{
    /// <summary>The most rows and columns of taps: a bit each in the halves of an integer.</summary>
    public const int MostTaps = 15;

    // Bits of columns start here; the bit before is never set.
    private const int FirstColumnBit = 16;
    private const int NoTap = FirstColumnBit - 1;

    private readonly long address;
    private readonly GpuRadix pixels;
    private readonly GpuTaps taps;
    private readonly int tapColumns;

    private PixelTaps(long address, GpuRadix pixels, GpuTaps taps, int tapColumns)
    {
        this.address = address;
        this.pixels = pixels;
        this.taps = taps;
        this.tapColumns = tapColumns;
    }

    public static bool IsDeep => true;

    /// <summary>The input, for lines that are output pixels.</summary>
    public static PixelTaps OfInput(in Conv2dGeometry g, long address) => new(address, new GpuRadix(g.P, g.Q), GpuTaps.OfInput(g), g.S);

    /// <summary>The gradient of the output, for lines that are the input pixels of one phase of the stride.</summary>
    public static PixelTaps OfOutput(in Conv2dGeometry g, long address, GpuRadix pixels, TapLattice rows, TapLattice columns)
        => new(address, pixels, GpuTaps.OfOutput(g, rows, columns), columns.Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TileCursor Begin(in TapWalk walk, int first, int size, int thread)
    {
        int line = first + DeepTile.Line(thread);
        TileCursor cursor = default;
        cursor.Target = DeepTile.Target(thread);
        cursor.Depth = DeepTile.Depth(thread);
        Find(line, out cursor.First, out cursor.FirstLimit);
        Find(line + DeepTile.LineStep, out cursor.Second, out cursor.SecondLimit);
        Find(line + (2 * DeepTile.LineStep), out cursor.Third, out cursor.ThirdLimit);
        Find(line + (3 * DeepTile.LineStep), out cursor.Fourth, out cursor.FourthLimit);
        return cursor;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Copy(ref TileCursor cursor, in TapWalk walk, int size, uint tile)
    {
        int channel = walk.Channel + cursor.Depth;
        int offset = (((walk.Row * taps.StepH * taps.Width) + (walk.Column * taps.StepW)) * taps.Channels) + channel;
        int row = channel < taps.Channels ? walk.Row : NoTap;
        int column = FirstColumnBit + walk.Column;
        uint target = tile + cursor.Target;
        CopyOne(target, cursor.First + offset, cursor.FirstLimit, row, column);
        CopyOne(target + DeepTile.StepBytes, cursor.Second + offset, cursor.SecondLimit, row, column);
        CopyOne(target + (2 * DeepTile.StepBytes), cursor.Third + offset, cursor.ThirdLimit, row, column);
        CopyOne(target + (3 * DeepTile.StepBytes), cursor.Fourth + offset, cursor.FourthLimit, row, column);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void CopyOne(uint target, int place, int inside, int row, int column)
        => WholeCopy.Copy(target, address + ((long)place * sizeof(float)), (inside >> row) & (inside >> column) & 1);

    // The place of tap (0, 0) and channel 0, inside the picture or not; which rows of taps are inside, from bit 0 on, and columns, from bit 16.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Find(int line, out int place, out int inside)
    {
        GpuTriple pixel = pixels.Of(line);
        int h = taps.Row(pixel);
        int w = taps.Column(pixel);
        place = taps.Place(pixel.Outer, h, w);
        inside = 0;
        if (pixel.Outer >= taps.Pictures) return;
        for (int r = 0; r < taps.TapRows; r++) inside |= IsInside(h + (r * taps.StepH), taps.Height) << r;
        for (int s = 0; s < tapColumns; s++) inside |= IsInside(w + (s * taps.StepW), taps.Width) << (FirstColumnBit + s);
    }

    private static int IsInside(int place, int size) => place >= 0 && place < size ? 1 : 0;
}
