namespace LVW.Native.VisualWords.Losses;

/// <summary>Where each target pixel of one axis reads: between two source cells, at a share of the way.</summary>
internal sealed class BilinearAxis
{
    /// <summary>Builds the table: half-pixel centres x = (i + ½)·source/target − ½, or corners on corners x = i·(source − 1)/(target − 1).</summary>
    public BilinearAxis(int source, int target, bool alignCorners)
    {
        Source = source;
        Target = target;
        AlignCorners = alignCorners;
        Low = new int[target];
        High = new int[target];
        Share = new float[target];
        for (int i = 0; i < target; i++)
        {
            double x = alignCorners
                ? target > 1 ? i * (source - 1.0) / (target - 1) : 0
                : Math.Max(0, ((i + 0.5) * source / target) - 0.5);
            Low[i] = Math.Min((int)x, source - 1);
            High[i] = Math.Min(Low[i] + 1, source - 1);
            Share[i] = (float)(x - Low[i]);
        }
    }

    public int Source { get; }

    public int Target { get; }

    public bool AlignCorners { get; }

    /// <summary>The nearer source cell towards 0.</summary>
    public int[] Low { get; }

    /// <summary>The nearer source cell towards the end.</summary>
    public int[] High { get; }

    /// <summary>The weight of <see cref="High"/>; <see cref="Low"/> has the rest.</summary>
    public float[] Share { get; }

    public bool Fits(int source, int target, bool alignCorners) => Source == source && Target == target && AlignCorners == alignCorners;
}
