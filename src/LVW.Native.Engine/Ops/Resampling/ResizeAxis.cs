namespace LVW.Native.Engine.Ops.Resampling;

/// <summary>Linear interpolation along one dimension: where each target place reads.</summary>
/// <param name="Source">Places that are read.</param>
/// <param name="Target">Places that are computed.</param>
/// <param name="AlignCorners">Whether the first and last places of both coincide, rather than the edges of their pixels.</param>
public readonly record struct ResizeAxis(int Source, int Target, bool AlignCorners)
{
    /// <summary>Where target place <paramref name="target"/> lies among the source places, in 0 to Source − 1.</summary>
    public double Position(int target)
    {
        if (AlignCorners) return Target > 1 ? (double)target * (Source - 1) / (Target - 1) : 0;
        return Math.Clamp(((target + 0.5) * Source / Target) - 0.5, 0, Source - 1);
    }

    /// <summary>The two source places that a target place reads, and the weight of the second.</summary>
    public (int Low, int High, float Weight) Taps(int target)
    {
        double position = Position(target);
        int low = Math.Min((int)position, Source - 1);
        return (low, Math.Min(low + 1, Source - 1), (float)(position - low));
    }
}
