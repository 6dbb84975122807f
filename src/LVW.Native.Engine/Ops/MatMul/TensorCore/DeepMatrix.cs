using System.Runtime.CompilerServices;

namespace LVW.Native.Engine.Ops.MatMul.TensorCore;

/// <summary>A matrix whose depth is contiguous: the left operand [M, K], or the right one stored as [N, K].</summary>
/// <param name="address">Where it starts.</param>
/// <param name="lines">M or N.</param>
/// <param name="depth">K.</param>
internal readonly struct DeepMatrix<TCopy>(long address, int lines, int depth) : ITileSource<StraightWalk>
    where TCopy : struct, IQuadCopy
{
    public static bool IsDeep => true;

    // A line that does not exist has depth 0.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TileCursor Begin(in StraightWalk walk, int first, int size, int thread)
    {
        int line = first + DeepTile.Line(thread);
        return new TileCursor
        {
            Target = DeepTile.Target(thread),
            Depth = DeepTile.Depth(thread),
            First = line * depth,
            FirstLimit = line < lines ? depth : 0,
            SecondLimit = line + DeepTile.LineStep < lines ? depth : 0,
            ThirdLimit = line + (2 * DeepTile.LineStep) < lines ? depth : 0,
            FourthLimit = line + (3 * DeepTile.LineStep) < lines ? depth : 0,
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Copy(ref TileCursor cursor, in StraightWalk walk, int size, uint tile)
    {
        int place = walk.Depth + cursor.Depth;
        long source = address + ((long)(cursor.First + place) * sizeof(float));
        long step = (long)depth * (DeepTile.LineStep * sizeof(float));
        uint target = tile + cursor.Target;
        TCopy.Copy(target, source, cursor.FirstLimit - place);
        TCopy.Copy(target + DeepTile.StepBytes, source + step, cursor.SecondLimit - place);
        if (size <= 64) return;
        TCopy.Copy(target + (2 * DeepTile.StepBytes), source + (2 * step), cursor.ThirdLimit - place);
        TCopy.Copy(target + (3 * DeepTile.StepBytes), source + (3 * step), cursor.FourthLimit - place);
    }
}
