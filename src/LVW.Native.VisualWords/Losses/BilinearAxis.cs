using LVW.Native.Engine.Ops.Resampling;

namespace LVW.Native.VisualWords.Losses;

/// <summary>A <see cref="ResizeAxis"/> worked out in advance: each target pixel lies between two source cells, at a share of the way.</summary>
internal sealed class BilinearAxis
{
    public BilinearAxis(int source, int target, bool alignCorners)
    {
        var axis = new ResizeAxis(source, target, alignCorners);
        (Source, Target) = (source, target);
        Low = new int[target];
        High = new int[target];
        Share = new float[target];
        for (int i = 0; i < target; i++) (Low[i], High[i], Share[i]) = axis.Taps(i);
    }

    public int Source { get; }

    public int Target { get; }

    /// <summary>The nearer source cell towards 0.</summary>
    public int[] Low { get; }

    /// <summary>The nearer source cell towards the end.</summary>
    public int[] High { get; }

    /// <summary>The weight of <see cref="High"/>; <see cref="Low"/> has the rest.</summary>
    public float[] Share { get; }
}
