using LVW.Native.Engine.Lanes;

namespace LVW.Native.VisualWords.Losses;

/// <summary>
/// One picture's share of the alignment term, forward and backward in one go.
/// </summary>
/// <remarks>
/// Scratch: the chosen maps upsampled along x only (K·h rows of W), the attention likewise (h′ rows of W), and A, the winning map and G
/// for every pixel. Rows are then blended along y with lanes running over x; the way back retraces both steps transposed.
/// </remarks>
internal readonly unsafe struct PictureAlignment(
    AlignmentSizes sizes, BilinearAxis rows, BilinearAxis columns, BilinearAxis attentionRows, BilinearAxis attentionColumns)
{
    public AlignmentSizes Sizes => sizes;

    public static long ScratchLength(in AlignmentSizes sizes)
        => ((2L * sizes.Options.Words * sizes.Height) + sizes.AttentionHeight + (3L * sizes.Options.Height)) * sizes.Options.Width;

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

    /// <summary>Returns the picture's mean squared difference; writes its gradient by chosen map and cell where one is wanted.</summary>
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
        for (int k = 0; k < sizes.Options.Words; k++)
        {
            for (int y = 0; y < sizes.Height; y++)
            {
                Stretch(similarity + ((long)y * sizes.Width * sizes.Words) + words[k], sizes.Words, columns, stretched + (((k * sizes.Height) + y) * width));
            }
        }

        for (int y = 0; y < sizes.AttentionHeight; y++) Stretch(attention + (y * sizes.AttentionWidth), 1, attentionColumns, stretchedAttention + (y * width));
        for (int y = 0; y < sizes.Options.Height; y++)
        {
            MergeRow<T>(y, stretched, merged + (y * width), winner + (y * width));
            BlendRow<T>(stretchedAttention, attentionRows, y, target + (y * width), width);
        }

        return Compare(merged, winner, target, pixels, stretchedGradients, gradients);
    }

    private static void Stretch(float* source, int stride, BilinearAxis axis, float* target)
    {
        for (int x = 0; x < axis.Target; x++)
        {
            float low = source[axis.Low[x] * stride];
            target[x] = low + ((source[axis.High[x] * stride] - low) * axis.Share[x]);
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
        int x = 0;
        for (; x + T.Width <= sizes.Options.Width; x += T.Width) Merge<T>(y, x, stretched, merged, winner);
        for (; x < sizes.Options.Width; x++) Merge<Lane1>(y, x, stretched, merged, winner);
    }

    private void Merge<T>(int y, int x, float* stretched, float* merged, float* winner)
        where T : struct, ICpuLane<T>
    {
        int width = sizes.Options.Width;
        float* low = stretched + (rows.Low[y] * width) + x;
        float* high = stretched + (rows.High[y] * width) + x;
        T best = Blend<T>(low, high, rows.Share[y]);
        T who = T.Constant(0);
        for (int k = 1; k < sizes.Options.Words; k++)
        {
            int map = k * sizes.Height * width;
            T value = Blend<T>(low + map, high + map, rows.Share[y]);
            who = T.WhereGreater(value, best, T.Constant(k), who);
            best = T.Max(best, value);
        }

        best.Store(merged + x);
        who.Store(winner + x);
    }

    // Â = A/(M+δ), e = 2(Â−G)/(N·H·W); dL/dA = e/(M+δ), and at the maximum q* besides −Σ e·A/(M+δ)².
    private float Compare(float* merged, float* winner, float* target, int pixels, float* stretchedGradients, float* gradients)
    {
        int peak = 0;
        for (int q = 1; q < pixels; q++)
        {
            if (merged[q] > merged[peak]) peak = q;
        }

        double inverse = 1.0 / (merged[peak] + (double)sizes.Options.Delta);
        double loss = 0;
        double pull = 0;
        double scale = 2.0 / ((double)sizes.Pictures * pixels);
        for (int q = 0; q < pixels; q++)
        {
            double difference = (merged[q] * inverse) - target[q];
            loss += difference * difference;
            pull += scale * difference * merged[q];
            target[q] = (float)(scale * difference * inverse);
        }

        if (gradients is not null)
        {
            target[peak] -= (float)(pull * inverse * inverse);
            Return(target, winner, stretchedGradients, gradients);
        }

        return (float)(loss / pixels);
    }

    // Pixel gradients go to the two rows and then the two columns that each pixel was blended from.
    private void Return(float* pixelGradients, float* winner, float* stretchedGradients, float* gradients)
    {
        int width = sizes.Options.Width;
        int mapRows = sizes.Options.Words * sizes.Height;
        new Span<float>(stretchedGradients, mapRows * width).Clear();
        for (int y = 0; y < sizes.Options.Height; y++)
        {
            float* low = stretchedGradients + (rows.Low[y] * width);
            float* high = stretchedGradients + (rows.High[y] * width);
            float share = rows.Share[y];
            for (int x = 0; x < width; x++)
            {
                int at = ((int)winner[(y * width) + x] * sizes.Height * width) + x;
                float gradient = pixelGradients[(y * width) + x];
                low[at] += (1 - share) * gradient;
                high[at] += share * gradient;
            }
        }

        new Span<float>(gradients, sizes.Options.Words * sizes.Cells).Clear();
        for (int row = 0; row < mapRows; row++)
        {
            float* cells = gradients + (row * sizes.Width);
            float* source = stretchedGradients + (row * width);
            for (int x = 0; x < width; x++)
            {
                cells[columns.Low[x]] += (1 - columns.Share[x]) * source[x];
                cells[columns.High[x]] += columns.Share[x] * source[x];
            }
        }
    }
}
