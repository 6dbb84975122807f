using LVW.Native.Engine.Diagnostics;

namespace LVW.Native.Benchmarks.ModelRun;

/// <summary>All calls of an op with one set of sizes.</summary>
/// <param name="Op">The op.</param>
/// <param name="Call">What it was asked for.</param>
/// <param name="Sizes">The lengths of its blocks, in elements.</param>
/// <param name="Count">Calls.</param>
/// <param name="Milliseconds">All of them together.</param>
/// <param name="GflopPerSecond">By the operations that the definition asks for.</param>
/// <param name="GigabytesPerSecond">By the bytes of all blocks.</param>
internal sealed record OpRow(string Op, string Call, string Sizes, int Count, double Milliseconds, double GflopPerSecond, double GigabytesPerSecond)
{
    /// <summary>The calls by what they are, the longest first.</summary>
    public static IReadOnlyList<OpRow> Of(IEnumerable<OpTiming> timings)
        => [.. timings.GroupBy(timing => (timing.Op, timing.Call, Sizes: string.Join(' ', timing.Sizes))).Select(Sum).OrderByDescending(row => row.Milliseconds)];

    private static OpRow Sum(IGrouping<(string Op, string Call, string Sizes), OpTiming> calls)
    {
        double seconds = Math.Max(1e-9, calls.Sum(call => call.Microseconds) / 1e6);
        return new OpRow(
            calls.Key.Op, calls.Key.Call, calls.Key.Sizes, calls.Count(), seconds * 1e3, calls.Sum(call => call.Flops) / seconds / 1e9,
            calls.Sum(call => call.Bytes) / seconds / 1e9);
    }
}
