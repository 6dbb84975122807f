namespace LVW.Native.Benchmarks.RanksRun;

/// <summary>What a piece of work took a rank.</summary>
/// <param name="Seconds">From its beginning to its end.</param>
/// <param name="Wait">Seconds from the end of the backward pass until the sums were there.</param>
/// <param name="Hidden">Share of the time of reductions in which the backward pass went on.</param>
/// <param name="Buckets">Reductions.</param>
internal readonly record struct RankedTime(double Seconds, double Wait, double Hidden, int Buckets);
