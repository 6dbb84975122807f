using LVW.Native.Engine.Lanes;

namespace LVW.Native.Engine.Ops.Reduction;

/// <summary>Which end of the order is sought: <see cref="Largest"/> or <see cref="Smallest"/>.</summary>
public interface IExtremum
{
    /// <summary>The value that any other beats.</summary>
    static abstract float Worst { get; }

    /// <summary>Whether <paramref name="candidate"/> is strictly better; false when either is NaN.</summary>
    static abstract bool Beats(float candidate, float best);

    /// <summary>The better of two; NaN when either is.</summary>
    static abstract T Best<T>(T a, T b)
        where T : struct, ILane<T>;

    /// <summary>In each lane, <paramref name="yes"/> where the candidate is strictly better, else <paramref name="no"/>.</summary>
    static abstract T WhereBeats<T>(T candidate, T best, T yes, T no)
        where T : struct, ILane<T>;
}
