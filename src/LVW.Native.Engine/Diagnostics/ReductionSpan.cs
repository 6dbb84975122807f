namespace LVW.Native.Engine.Diagnostics;

/// <summary>A reduction over all ranks, on the clock of timed ops.</summary>
/// <param name="Step">The step, from 0.</param>
/// <param name="Bucket">Which of the step's reductions, from 0.</param>
/// <param name="StartMicroseconds">When it was handed over, from the first op's call.</param>
/// <param name="Microseconds">How long it took until the sums were there.</param>
/// <param name="Bytes">Bytes of its values.</param>
public sealed record ReductionSpan(int Step, int Bucket, double StartMicroseconds, double Microseconds, long Bytes)
{
    /// <summary>Puts a step's reductions on the clock of timed ops.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <param name="timings">Its reductions.</param>
    /// <param name="origin">The timestamp from which the ops' microseconds count: <see cref="OpTimings.Began"/>.</param>
    public static IEnumerable<ReductionSpan> Of(int step, IReadOnlyList<ReductionTiming> timings, long origin)
    {
        ArgumentNullException.ThrowIfNull(timings);
        return timings.Select((one, bucket) => new ReductionSpan(step, bucket, Between(origin, one.Began), Between(one.Began, one.Ended), one.Bytes));
    }

    // Negative where the other is earlier.
    private static double Between(long from, long to) => (to - from) * 1e6 / System.Diagnostics.Stopwatch.Frequency;
}
