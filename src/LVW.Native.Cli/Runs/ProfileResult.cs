using LVW.Native.Engine.Diagnostics;

namespace LVW.Native.Cli.Runs;

/// <summary>What a profile found.</summary>
/// <param name="Timings">Every call of an op's kernels in the timed steps.</param>
/// <param name="SecondsPerStep">Wall time of a step, measured without timing its ops.</param>
/// <param name="PicturesPerSecond">Pictures in a second at that time.</param>
/// <param name="Steps">Steps that were timed.</param>
internal sealed record ProfileResult(IReadOnlyList<OpTiming> Timings, double SecondsPerStep, double PicturesPerSecond, int Steps)
{
    /// <summary>Every reduction of gradients in the timed steps, on the clock of the calls; empty for a process alone.</summary>
    public IReadOnlyList<ReductionSpan> Reductions { get; init; } = [];

    /// <summary>What the reductions cost; null for a process alone.</summary>
    public AllReduceProfile? AllReduce { get; init; }

    /// <summary>The calls summed by op and kind of call, per step, the dearest first.</summary>
    public IReadOnlyList<ProfileRow> Rows() =>
    [
        .. Timings.GroupBy(timing => (timing.Op, timing.Call))
            .Select(group => new ProfileRow(
                $"{group.Key.Op}.{group.Key.Call}",
                group.Count() / (double)Steps,
                group.Sum(timing => timing.Microseconds) / Steps,
                group.Sum(timing => timing.Flops) / (double)Steps,
                group.Sum(timing => timing.Bytes) / (double)Steps))
            .OrderByDescending(row => row.Microseconds),
    ];
}

/// <summary>One kind of call, per step.</summary>
/// <param name="Name">Op and call.</param>
/// <param name="Calls">Calls in a step.</param>
/// <param name="Microseconds">Time of the device.</param>
/// <param name="Flops">Floating-point operations; 0 where memory bounds the op.</param>
/// <param name="Bytes">Bytes of the blocks it was given.</param>
internal sealed record ProfileRow(string Name, double Calls, double Microseconds, double Flops, double Bytes)
{
    /// <summary>Operations in a second.</summary>
    public double FlopsPerSecond => Microseconds > 0 ? Flops / Microseconds * 1e6 : 0;

    /// <summary>Bytes in a second.</summary>
    public double BytesPerSecond => Microseconds > 0 ? Bytes / Microseconds * 1e6 : 0;
}
