using System.Runtime.CompilerServices;
using LVW.Native.Engine.Lanes;

namespace LVW.Native.Engine.Ops.Reduction;

/// <summary>The larger value is better.</summary>
public readonly struct Largest : IExtremum
{
    /// <inheritdoc/>
    public static float Worst => float.NegativeInfinity;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Beats(float candidate, float best) => candidate > best;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Best<T>(T a, T b)
        where T : struct, ILane<T>
        => T.Max(a, b);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T WhereBeats<T>(T candidate, T best, T yes, T no)
        where T : struct, ILane<T>
        => T.WhereGreater(candidate, best, yes, no);
}
