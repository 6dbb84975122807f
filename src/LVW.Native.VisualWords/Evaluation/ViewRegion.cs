namespace LVW.Native.VisualWords.Evaluation;

/// <summary>Where in a view of a picture its subject is.</summary>
/// <param name="Inside">side · side values, row by row.</param>
/// <param name="LeftOut">Pixels that count neither as inside nor as outside, none of them inside; null where there are none.</param>
public sealed record ViewRegion(bool[] Inside, bool[]? LeftOut = null)
{
    /// <summary>Whether a pixel counts.</summary>
    /// <param name="pixel">Its place in <see cref="Inside"/>.</param>
    public bool Counts(int pixel) => LeftOut is null || !LeftOut[pixel];

    /// <summary>The share of the pixels that count which a set of pixels takes; 0 where none counts.</summary>
    /// <param name="pixels">side · side values.</param>
    public double ShareOf(ReadOnlySpan<bool> pixels)
    {
        (int taken, int counted) = (0, 0);
        for (int i = 0; i < pixels.Length; i++)
        {
            if (!Counts(i)) continue;
            counted++;
            if (pixels[i]) taken++;
        }

        return counted == 0 ? 0 : taken / (double)counted;
    }
}
