namespace LVW.Native.Benchmarks.SoakRun;

/// <summary>By how much a process has grown within a stage, once warm: the median of its last samples less that of its first.</summary>
/// <param name="Stage">The stage of the run.</param>
/// <param name="Steps">Steps from the first warm sample to the last.</param>
/// <param name="HeapBytes">Live objects.</param>
/// <param name="WorkingSet">Memory that the process holds.</param>
/// <param name="PooledBytes">The device's pool.</param>
/// <param name="Handles">Open files and sockets.</param>
/// <param name="Threads">Threads of the process.</param>
internal sealed record SoakGrowth(string Stage, long Steps, long HeapBytes, long WorkingSet, long PooledBytes, long Handles, long Threads)
{
    // Of a stage's samples, those that are warm-up, and those of a third whose medians are compared.
    private const int WarmUp = 5;
    private const int Third = 3;

    /// <summary>The growth of each stage that has samples enough.</summary>
    public static IReadOnlyList<SoakGrowth> Of(IEnumerable<SoakSample> samples)
        => [.. samples.GroupBy(sample => sample.Stage).Select(stage => Warm([.. stage])).Where(warm => warm.Length >= Third).Select(Of)];

    /// <summary>Whether memory is kept that no further step needs, or files stay open.</summary>
    public bool IsLeak => HeapBytes > 1 << 18 || PooledBytes > 0 || Handles > 0 || WorkingSet > 1 << 24;

    private static SoakSample[] Warm(SoakSample[] stage) => stage[Math.Max(1, stage.Length / WarmUp)..];

    private static SoakGrowth Of(SoakSample[] warm)
    {
        int part = warm.Length / Third;
        long Grown(Func<SoakSample, long> value) => Median(warm[^part..].Select(value)) - Median(warm[..part].Select(value));
        return new SoakGrowth(
            warm[0].Stage, warm[^1].Step - warm[0].Step, Grown(one => one.HeapBytes), Grown(one => one.WorkingSet), Grown(one => one.PooledBytes), Grown(one => one.Handles), Grown(one => one.Threads));
    }

    private static long Median(IEnumerable<long> values)
    {
        long[] ordered = [.. values.Order()];
        return ordered[ordered.Length / 2];
    }
}
