namespace LVW.Native.Benchmarks.ModelRun;

/// <summary>One measured kind of work.</summary>
/// <param name="Work">What was done, one of <see cref="WholeModel.Kinds"/>.</param>
/// <param name="Seconds">Every timed repetition.</param>
/// <param name="PeerSeconds">The peer's, taken in turns; empty without a peer.</param>
/// <param name="Gflop">10⁹ operations that the definition asks for.</param>
/// <param name="Gigabytes">10⁹ bytes of all blocks that every op was given.</param>
/// <param name="PooledBytes">Bytes that the device's pool holds.</param>
/// <param name="PeakBytes">The most that the process ever held.</param>
internal sealed record WorkRow(
    string Work, IReadOnlyList<double> Seconds, IReadOnlyList<double> PeerSeconds, double Gflop, double Gigabytes, long PooledBytes, long PeakBytes)
{
    /// <summary>The middle of the repetitions.</summary>
    public double Median => MedianOf(Seconds);

    /// <summary>The middle of the peer's.</summary>
    public double? PeerMedian => PeerSeconds.Count > 0 ? MedianOf(PeerSeconds) : null;

    private static double MedianOf(IReadOnlyList<double> seconds)
    {
        double[] sorted = [.. seconds.Order()];
        return (sorted[sorted.Length / 2] + sorted[(sorted.Length - 1) / 2]) / 2;
    }
}
