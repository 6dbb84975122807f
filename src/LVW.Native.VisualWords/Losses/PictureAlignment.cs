using LVW.Native.Engine.Lanes;
using LVW.Native.VisualWords.Words;

namespace LVW.Native.VisualWords.Losses;

/// <summary>
/// One picture's share of the alignment term, forward and backward in one go.
/// </summary>
/// <remarks>
/// Scratch: the chosen maps as they are and upsampled along x only (K·h rows of W), the attention likewise (h′ rows of W), and A, the winning
/// map and G for every pixel. Rows are then blended along y with lanes running over x; the way back retraces both steps transposed.
/// </remarks>
internal readonly unsafe struct PictureAlignment(
    AlignmentSizes sizes, BilinearAxis rows, BilinearAxis columns, BilinearAxis attentionRows, BilinearAxis attentionColumns)
{
    public AlignmentSizes Sizes => sizes;

    public static long ScratchLength(in AlignmentSizes sizes)
        => ((2L * sizes.Options.Words * sizes.Height) + sizes.AttentionHeight + (3L * sizes.Options.Height)) * sizes.Options.Width
            + ((long)sizes.Options.Words * sizes.Cells);

    /// <summary>The words with the smallest scores, nearest first; ties go to the lower index.</summary>
    public static void Nearest(float* scores, int count, Span<int> nearest)
    {
        int found = 0;
        for (int j = 0; j < count; j++)
        {
            int at = found;
            while (at > 0 && scores[j] < scores[nearest[at - 1]]) at--;
            if (at == nearest.Length) continue;
            if (found < nearest.Length) found++;
            for (int i = found - 1; i > at; i--) nearest[i] = nearest[i - 1];
            nearest[at] = j;
        }
    }

    /// <summary>Returns the picture's loss; writes its gradient by chosen map and cell where one is wanted.</summary>
    public float Run<T>(float* similarity, float* attention, int* words, float* scratch, float* gradients)
        where T : struct, ICpuLane<T>
    {
        int width = sizes.Options.Width;
        int pixels = sizes.Options.Height * width;
        int mapRows = sizes.Options.Words * sizes.Height;
        float* stretched = scratch;
        float* stretchedGradients = stretched + (mapRows * width);
        float* stretchedAttention = stretchedGradients + (mapRows * width);
        float* merged = stretchedAttention + (sizes.AttentionHeight * width);
        float* winner = merged + pixels;
        float* target = winner + pixels;
        float* maps = target + pixels;
        Gather<T>(similarity, words, maps);
        for (int row = 0; row < mapRows; row++) Stretch<T>(maps + (row * sizes.Width), columns, stretched + (row * width));
        for (int y = 0; y < sizes.AttentionHeight; y++) Stretch<T>(attention + (y * sizes.AttentionWidth), attentionColumns, stretchedAttention + (y * width));
        for (int y = 0; y < sizes.Options.Height; y++)
        {
            MergeRow<T>(y, stretched, merged + (y * width), winner + (y * width));
            BlendRow<T>(stretchedAttention, attentionRows, y, target + (y * width), width);
        }

        float loss = sizes.Options.Measure == AlignmentMeasure.Correlation
            ? AlignmentCorrelation.Compare<T>(sizes, merged, target, gradients is not null)
            : AlignmentError.Compare<T>(sizes, merged, target, gradients is not null);
        if (gradients is not null) new AlignmentReturn(sizes, rows, columns).Run<T>(target, winner, stretchedGradients, gradients);
        return loss;
    }

    // maps[k, cell] = s[cell, words[k]], or the similarity of the distance that stands there.
    private void Gather<T>(float* similarity, int* words, float* maps)
        where T : struct, ICpuLane<T>
    {
        int cells = sizes.Cells;
        for (int k = 0; k < sizes.Options.Words; k++)
        {
            float* source = similarity + words[k];
            for (int cell = 0; cell < cells; cell++) maps[(k * cells) + cell] = source[(long)cell * sizes.Words];
        }

        if (sizes.Options.Epsilon <= 0) return;
        var formula = new LogSimilarity(sizes.Options.Epsilon);
        int count = sizes.Options.Words * cells;
        int i = 0;
        for (; i + T.Width <= count; i += T.Width) formula.Forward(T.Load(maps + i)).Store(maps + i);
        for (; i < count; i++) formula.Forward(Lane1.Load(maps + i)).Store(maps + i);
    }

    // Pixels between the same two cells form a run: target[x] = low + (high − low)·share[x].
    private static void Stretch<T>(float* source, BilinearAxis axis, float* target)
        where T : struct, ICpuLane<T>
    {
        fixed (float* shares = axis.Share)
        {
            for (int cell = 0; cell < axis.Source; cell++)
            {
                float low = source[cell];
                float rise = source[Math.Min(cell + 1, axis.Source - 1)] - low;
                int x = axis.Bounds[cell];
                int end = axis.Bounds[cell + 1];
                for (; x + T.Width <= end; x += T.Width) T.MultiplyAdd(T.Constant(rise), T.Load(shares + x), T.Constant(low)).Store(target + x);
                for (; x < end; x++) target[x] = MathF.FusedMultiplyAdd(rise, shares[x], low);
            }
        }
    }

    private static void BlendRow<T>(float* source, BilinearAxis axis, int y, float* target, int width)
        where T : struct, ICpuLane<T>
    {
        float* low = source + (axis.Low[y] * width);
        float* high = source + (axis.High[y] * width);
        int x = 0;
        for (; x + T.Width <= width; x += T.Width) Blend<T>(low + x, high + x, axis.Share[y]).Store(target + x);
        for (; x < width; x++) Blend<Lane1>(low + x, high + x, axis.Share[y]).Store(target + x);
    }

    private static T Blend<T>(float* low, float* high, float share)
        where T : struct, ICpuLane<T>
    {
        T start = T.Load(low);
        return T.MultiplyAdd(T.Load(high) - start, T.Constant(share), start);
    }

    private void MergeRow<T>(int y, float* stretched, float* merged, float* winner)
        where T : struct, ICpuLane<T>
    {
        int width = sizes.Options.Width;
        int map = sizes.Height * width;
        float* low = stretched + (rows.Low[y] * width);
        float* high = stretched + (rows.High[y] * width);
        float share = rows.Share[y];
        int x = 0;
        for (; x + T.Width <= width; x += T.Width) Merge<T>(low + x, high + x, share, map, sizes.Options.Words, merged + x, winner + x);
        for (; x < width; x++) Merge<Lane1>(low + x, high + x, share, map, sizes.Options.Words, merged + x, winner + x);
    }

    private static void Merge<T>(float* low, float* high, float share, nint map, int words, float* merged, float* winner)
        where T : struct, ICpuLane<T>
    {
        T best = Blend<T>(low, high, share);
        T who = T.Constant(0);
        for (int k = 1; k < words; k++)
        {
            low += map;
            high += map;
            T value = Blend<T>(low, high, share);
            who = T.WhereGreater(value, best, T.Constant(k), who);
            best = T.Max(best, value);
        }

        best.Store(merged);
        who.Store(winner);
    }
}
