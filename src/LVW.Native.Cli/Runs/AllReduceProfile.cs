using System.Diagnostics;
using LVW.Native.Engine.Diagnostics;

namespace LVW.Native.Cli.Runs;

/// <summary>What adding up the gradients of all processes cost, per step.</summary>
/// <param name="Buckets">Reductions in a step.</param>
/// <param name="Bytes">Bytes of the gradients.</param>
/// <param name="Seconds">Time in which at least one reduction was under way.</param>
/// <param name="Hidden">Share of that time in which the backward pass went on.</param>
/// <param name="SecondsWaited">From the end of the backward pass until the sums were in place.</param>
internal sealed record AllReduceProfile(double Buckets, double Bytes, double Seconds, double Hidden, double SecondsWaited)
{
    /// <summary>The mean of steps.</summary>
    public static AllReduceProfile Of(IReadOnlyList<(IReadOnlyList<ReductionTiming> Buckets, long BackwardEnded, long Ended)> steps)
    {
        ReductionSummary[] each = [.. steps.Select(step => ReductionSummary.Of(step.Buckets, step.BackwardEnded))];
        double whole = each.Sum(step => step.Seconds);
        return new AllReduceProfile(
            each.Average(step => step.Buckets),
            each.Average(step => step.Bytes),
            whole / each.Length,
            whole == 0 ? 0 : each.Sum(step => step.Seconds * step.Hidden) / whole,
            steps.Average(step => Stopwatch.GetElapsedTime(step.BackwardEnded, step.Ended).TotalSeconds));
    }
}
