using System.Runtime.CompilerServices;

namespace LVW.Native.Engine.Ops.Reduction;

/// <summary>A value that may be the best, and its place.</summary>
internal readonly struct GpuCandidate(float value, int place)
{
    /// <summary>The value.</summary>
    public float Value => value;

    /// <summary>Its place.</summary>
    public int Place => place;

    /// <summary>What any element precedes.</summary>
    public static GpuCandidate None<TExtremum>()
        where TExtremum : struct, IExtremum
        => new(TExtremum.Worst, int.MaxValue);

    /// <summary>Whether this one comes first: NaN before every number, so that it is seen, and the earlier of equals.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Precedes<TExtremum>(GpuCandidate other)
        where TExtremum : struct, IExtremum
    {
        bool missing = float.IsNaN(value);
        bool otherMissing = float.IsNaN(other.Value);
        if (TExtremum.Beats(value, other.Value) || (missing && !otherMissing)) return true;
        bool behind = TExtremum.Beats(other.Value, value) || (otherMissing && !missing);
        return !behind && place < other.Place;
    }
}
