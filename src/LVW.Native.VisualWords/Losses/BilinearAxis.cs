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
        Bounds = new int[source + 1];
        Weights = new float[source * target];
        for (int i = 0; i < target; i++)
        {
            (Low[i], High[i], Share[i]) = axis.Taps(i);
            Bounds[Low[i] + 1] = i + 1;
            Weights[(Low[i] * target) + i] += 1 - Share[i];
            Weights[(High[i] * target) + i] += Share[i];
        }

        for (int cell = 0; cell < source; cell++) Bounds[cell + 1] = Math.Max(Bounds[cell], Bounds[cell + 1]);
    }

    public int Source { get; }

    public int Target { get; }

    /// <summary>The nearer source cell towards 0; pixels lie in the order of it.</summary>
    public int[] Low { get; }

    /// <summary>The nearer source cell towards the end: the next, or the last.</summary>
    public int[] High { get; }

    /// <summary>The weight of <see cref="High"/>; <see cref="Low"/> has the rest.</summary>
    public float[] Share { get; }

    /// <summary>For each cell the first pixel whose <see cref="Low"/> is that cell or beyond; at the end the number of pixels.</summary>
    public int[] Bounds { get; }

    /// <summary>The share that each cell has in each pixel, [source, target].</summary>
    public float[] Weights { get; }
}
