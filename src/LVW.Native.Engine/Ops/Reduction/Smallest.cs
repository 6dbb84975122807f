using LVW.Native.Engine.Lanes;

namespace LVW.Native.Engine.Ops.Reduction;

/// <summary>The smaller value is better.</summary>
public readonly struct Smallest : IExtremum
{
    /// <inheritdoc/>
    public static float Worst => float.PositiveInfinity;

    /// <inheritdoc/>
    public static bool Beats(float candidate, float best) => candidate < best;

    /// <inheritdoc/>
    public static T Best<T>(T a, T b)
        where T : struct, ILane<T>
        => T.Min(a, b);

    /// <inheritdoc/>
    public static T WhereBeats<T>(T candidate, T best, T yes, T no)
        where T : struct, ILane<T>
        => T.WhereGreater(best, candidate, yes, no);
}
