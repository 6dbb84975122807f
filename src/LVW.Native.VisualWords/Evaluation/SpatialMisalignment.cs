using LVW.Native.Imaging;
using LVW.Native.VisualWords.Explanation;

namespace LVW.Native.VisualWords.Evaluation;

/// <summary>Measures <see cref="MisalignmentMetrics"/>.</summary>
/// <param name="read">Frames [count, side, side, 3] to what the words find in them.</param>
/// <param name="side">Side of the input in pixels.</param>
/// <param name="shownWords">Words with the largest contributions that are tested in each picture.</param>
public sealed class SpatialMisalignment(Func<float[], int, BatchReading> read, int side, int shownWords)
{
    // Enough to wipe out what a word is like, and the surroundings keep their colours and their light.
    private const double Blur = 0.1;

    /// <summary>Measures given pictures.</summary>
    /// <param name="pictures">The pictures.</param>
    /// <param name="pixelsOf">The picture's input, [side, side, 3].</param>
    /// <param name="lastLayer">W, [C, P].</param>
    public MisalignmentMetrics Measure(IReadOnlyList<int> pictures, Func<int, float[]> pixelsOf, float[] lastLayer)
    {
        ArgumentNullException.ThrowIfNull(pictures);
        ArgumentNullException.ThrowIfNull(pixelsOf);
        ArgumentNullException.ThrowIfNull(lastLayer);
        (double outside, double inside, double boxes, int moved, int count) = (0, 0, 0, 0, 0);
        float[] blurred = new float[side * side * 3];
        foreach (int n in pictures)
        {
            float[] pixels = pixelsOf(n);
            PictureBlur.Apply(pixels, side, Blur * side, blurred);
            BatchReading whole = read(pixels, 1);
            ReadOnlySpan<float> weights = lastLayer.AsSpan(Ranking.Largest(whole.Logits) * whole.Words, whole.Words);
            int[] words = Contributions.Ranked(whole.Similarities, weights);
            words = words[..Math.Min(shownWords, words.Length)];
            PixelBox[] shown = [.. words.Select(word => Box(whole, word))];
            float[] frames = new float[2 * words.Length * pixels.Length];
            for (int k = 0; k < words.Length; k++)
            {
                Compose(blurred, pixels, shown[k], frames.AsSpan(2 * k * pixels.Length, pixels.Length));
                Compose(pixels, blurred, shown[k], frames.AsSpan(((2 * k) + 1) * pixels.Length, pixels.Length));
            }

            BatchReading changed = read(frames, 2 * words.Length);
            for (int k = 0; k < words.Length; k++)
            {
                double own = whole.Similarities[words[k]];
                outside += Math.Abs(changed.Similarities[(2 * k * whole.Words) + words[k]] - own) / own;
                inside += Math.Abs(changed.Similarities[(((2 * k) + 1) * whole.Words) + words[k]] - own) / own;
                boxes += shown[k].Width * (double)shown[k].Height / (side * side);
                if (!Holds(shown[k], changed.Cells[(2 * k * whole.Words) + words[k]], whole)) moved++;
                count++;
            }
        }

        double share = count == 0 ? 0 : 1.0 / count;
        return new MisalignmentMetrics(outside * share, inside * share, moved * share, boxes * share, count);
    }

    private PixelBox Box(BatchReading reading, int word)
    {
        var map = new FloatMap(reading.Width, reading.Height);
        reading.CopyMap(0, word, map.Values);
        return MapBox.Around(map, side);
    }

    // One picture, and in the box another.
    private void Compose(ReadOnlySpan<float> around, ReadOnlySpan<float> within, PixelBox box, Span<float> target)
    {
        around.CopyTo(target);
        for (int y = box.Y; y < box.Y + box.Height; y++)
        {
            int start = ((y * side) + box.X) * 3;
            within.Slice(start, box.Width * 3).CopyTo(target[start..]);
        }
    }

    // Whether any pixel that a cell stands for lies in the box.
    private bool Holds(PixelBox box, int cell, BatchReading reading)
    {
        (int row, int column) = (cell / reading.Width, cell % reading.Width);
        return column * side < (box.X + box.Width) * reading.Width && (column + 1) * side > box.X * reading.Width
            && row * side < (box.Y + box.Height) * reading.Height && (row + 1) * side > box.Y * reading.Height;
    }
}
