using System.Runtime.CompilerServices;

namespace LVW.Native.Engine.Ops.MatMul.TensorCore;

/// <summary>A matrix whose rows or columns are contiguous: the left operand stored as [K, M], or the right one [K, N].</summary>
/// <param name="address">Where it starts.</param>
/// <param name="lines">M or N.</param>
/// <param name="depth">K.</param>
internal readonly struct WideMatrix<TCopy>(long address, int lines, int depth) : ITileSource<StraightWalk>
    where TCopy : struct, IQuadCopy
{
    public static bool IsDeep => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TileCursor Begin(in StraightWalk walk, int first, int size, int thread)
    {
        int place = first + WideTile.Place(thread, size);
        return new TileCursor
        {
            Target = WideTile.Target(thread, size),
            Depth = WideTile.Line(thread, size),
            First = place,
            FirstLimit = lines - place,
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Copy(ref TileCursor cursor, in StraightWalk walk, int size, uint tile)
    {
        int line = walk.Depth + cursor.Depth;
        int lineStep = WideTile.LineStep(size);
        uint stepBytes = (uint)WideTile.StepBytes(size);
        long source = address + ((long)((line * lines) + cursor.First) * sizeof(float));
        long step = (long)lines * (lineStep * sizeof(float));
        uint target = tile + cursor.Target;
        int count = cursor.FirstLimit;
        int missing = line - depth;
        TCopy.Copy(target, source, IfNegative(missing, count));
        TCopy.Copy(target + stepBytes, source + step, IfNegative(missing + lineStep, count));
        if (size <= 64) return;
        TCopy.Copy(target + (2 * stepBytes), source + (2 * step), IfNegative(missing + (2 * lineStep), count));
        TCopy.Copy(target + (3 * stepBytes), source + (3 * step), IfNegative(missing + (3 * lineStep), count));
    }

    // Without a branch: ptxas keeps those that ILGPU makes of conditions on conditions, and a branch keeps it from moving copies.
    private static int IfNegative(int difference, int count) => (difference >> 31) & count;
}
