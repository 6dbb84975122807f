using System.Runtime.CompilerServices;
using LVW.Native.Engine.Lanes;

namespace LVW.Native.Engine.Ops.Reduction;

/// <summary>The smaller value is better.</summary>
public readonly struct Smallest : IExtremum
{
    /// <inheritdoc/>
    public static float Worst => float.PositiveInfinity;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Beats(float candidate, float best) => candidate < best;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Best<T>(T a, T b)
        where T : struct, ILane<T>
        => T.Min(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T WhereBeats<T>(T candidate, T best, T yes, T no)
        where T : struct, ILane<T>
        => T.WhereGreater(best, candidate, yes, no);
}
