using System.Diagnostics;
using LVW.Native.Engine.Distributed;

namespace LVW.Native.VisualWords.Planning;

/// <summary>Tries out what connects the ranks of a collective; all of them ask at the same time.</summary>
/// <param name="collective">The ranks.</param>
public sealed class CollectiveProbe(ICollective collective) : INetworkProbe
{
    private const int Repetitions = 9;

    /// <inheritdoc/>
    public int Ranks => collective.Size;

    /// <inheritdoc/>
    public double AllReduceSeconds(long bytes)
    {
        int values = checked((int)Math.Max(1, bytes / sizeof(float)));
        using var block = new ReductionBlock(values);
        block.Extend(values).Clear();
        double[] seconds = new double[Repetitions];
        Once(block);
        for (int i = 0; i < Repetitions; i++) seconds[i] = Once(block);

        // Ranks leave at different times; all of them go on with the same figure.
        return collective.Sum(Medians.Of(seconds)) / collective.Size;
    }

    private double Once(ReductionBlock block)
    {
        collective.Barrier();
        long start = Stopwatch.GetTimestamp();
        collective.BeginAllReduce(block);
        collective.Wait(block);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
