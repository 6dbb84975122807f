namespace LVW.Native.Engine.Diagnostics;

/// <summary>One reduction over all ranks, in timestamps of the system's clock.</summary>
/// <param name="Began">When it was handed over.</param>
/// <param name="Ended">When the sums were there.</param>
/// <param name="Bytes">Bytes of the values.</param>
public readonly record struct ReductionTiming(long Began, long Ended, long Bytes);
