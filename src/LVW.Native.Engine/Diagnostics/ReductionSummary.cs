namespace LVW.Native.Engine.Diagnostics;

/// <summary>How far the reductions of a step went on behind its backward pass.</summary>
/// <param name="Buckets">Reductions.</param>
/// <param name="Bytes">Bytes of their values.</param>
/// <param name="Seconds">Time in which at least one was under way.</param>
/// <param name="Hidden">Share of that time in which the backward pass went on; 0 where nothing was reduced.</param>
public sealed record ReductionSummary(int Buckets, long Bytes, double Seconds, double Hidden)
{
    /// <summary>Sums a step up.</summary>
    /// <param name="timings">The step's reductions, in the order in which they began.</param>
    /// <param name="backwardEnded">When its backward pass ended, a timestamp of the system's clock.</param>
    public static ReductionSummary Of(IReadOnlyList<ReductionTiming> timings, long backwardEnded)
    {
        ArgumentNullException.ThrowIfNull(timings);
        (long whole, long hidden, long reached) = (0, 0, long.MinValue);
        foreach (ReductionTiming one in timings)
        {
            // What runs side by side counts once.
            long from = Math.Max(one.Began, reached);
            if (one.Ended <= from) continue;
            whole += one.Ended - from;
            hidden += Math.Max(0, Math.Min(one.Ended, backwardEnded) - from);
            reached = one.Ended;
        }

        return new ReductionSummary(
            timings.Count, timings.Sum(one => one.Bytes), whole / (double)System.Diagnostics.Stopwatch.Frequency, whole == 0 ? 0 : hidden / (double)whole);
    }
}
