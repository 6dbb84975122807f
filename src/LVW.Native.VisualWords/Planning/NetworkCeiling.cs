namespace LVW.Native.VisualWords.Planning;

/// <summary>What connects ranks, at its best.</summary>
/// <param name="BytesPerSecond">Bytes that one rank sends in a second while it receives as many.</param>
/// <param name="LatencySeconds">Seconds of a message without content.</param>
/// <param name="Origin">Where the figures come from.</param>
public sealed record NetworkCeiling(double BytesPerSecond, double LatencySeconds, Origin Origin)
{
    private const long SmallProbe = 64;
    private const long LargeProbe = 16 << 20;

    // Bytes that a hop of a ring moves in memory for each byte sent: 2 into the shared segment, 2 out of it, and in half of the hops 3 for adding.
    private const double MemoryBytesPerByte = 5.5;

    /// <summary>
    /// Seconds in which R ranks add up an array: the better of a ring, 2(R−1)/R · bytes / bandwidth + 2(R−1) · latency, and of recursive doubling,
    /// ⌈log₂ R⌉ · (bytes / bandwidth + latency); MPI chooses by size between the like (Thakur, Rabenseifner and Gropp 2005).
    /// </summary>
    /// <param name="ranks">R.</param>
    /// <param name="bytes">Bytes of the array.</param>
    public double AllReduceSeconds(int ranks, double bytes)
    {
        if (ranks < 2 || bytes <= 0) return 0;
        double ring = (2.0 * (ranks - 1) / ranks * bytes / BytesPerSecond) + (2.0 * (ranks - 1) * LatencySeconds);
        double doubling = Rounds(ranks) * ((bytes / BytesPerSecond) + LatencySeconds);
        return Math.Min(ring, doubling);
    }

    /// <summary>Measures what connects the ranks that run now: latency by a few bytes, bandwidth by many.</summary>
    /// <exception cref="ArgumentException">There is one rank only, so nothing connects it.</exception>
    public static NetworkCeiling Measure(INetworkProbe probe)
    {
        ArgumentNullException.ThrowIfNull(probe);
        if (probe.Ranks < 2) throw new ArgumentException($"NetworkCeiling: {probe.Ranks} rank cannot measure a network. Start at least 2.", nameof(probe));
        double latency = probe.AllReduceSeconds(SmallProbe) / Rounds(probe.Ranks);
        double seconds = probe.AllReduceSeconds(LargeProbe);
        double starts = 2.0 * (probe.Ranks - 1) * latency;
        double moving = seconds > starts ? seconds - starts : seconds;
        return new NetworkCeiling(2.0 * (probe.Ranks - 1) / probe.Ranks * LargeProbe / moving, latency, Origin.Measured);
    }

    /// <summary>Ranks of one machine that pass arrays through its memory at once: a bound, for nothing was passed.</summary>
    /// <param name="copyBytesPerSecond">What a copy reads and writes in a second, all threads together.</param>
    /// <param name="ranks">Ranks that share the memory.</param>
    /// <param name="latencySeconds">Seconds of a message without content.</param>
    public static NetworkCeiling OverMemory(double copyBytesPerSecond, int ranks, double latencySeconds)
        => new(copyBytesPerSecond / (MemoryBytesPerByte * Math.Max(2, ranks)), latencySeconds, Origin.Assumed);

    private static int Rounds(int ranks) => (int)Math.Ceiling(Math.Log2(ranks));
}
