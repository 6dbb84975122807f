using System.ComponentModel;
using System.Globalization;
using System.Text.Json;
using LVW.Native.Benchmarks.DeviceRun;
using LVW.Native.Engine.Diagnostics;

namespace LVW.Native.Benchmarks.ModelRun;

/// <summary><c>model</c>: whole steps of a network on the processor, against what it can do at most, and against a peer that takes turns.</summary>
internal static class ModelBenchmark
{
    private const int WarmUps = 2;

    // Milliseconds in which the other program's threads stop spinning.
    private const int Pause = 30;

    private const int LongestTable = 40;

    /// <summary>Runs and prints the rows as they come.</summary>
    /// <returns>0, or 2 if an argument or the peer is amiss.</returns>
    public static int Run(IReadOnlyList<string> args, TextReader input, TextWriter data, TextWriter messages)
    {
        try
        {
            ModelOptions options = ModelOptions.Parse(args);
            using var model = new WholeModel(options);
            if (options.Serve) ModelServer.Run(model, input, data);
            else Measure(model, options, data);
            return 0;
        }
        catch (Exception error) when (error is ArgumentException or NotSupportedException or Win32Exception)
        {
            messages.WriteLine($"error: {error.Message}");
            return 2;
        }
    }

    private static void Measure(WholeModel model, ModelOptions options, TextWriter data)
    {
        using PeerProcess? peer = options.Peer is string command ? new PeerProcess(command) : null;
        DeviceCeilings ceilings = CeilingProbe.Measure(model.Device);
        data.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Backbone} {options.Side}², batch {options.Batch}, {options.Classes} classes; {model.Device.HostThreads} threads, {model.Device.Width}: "
            + $"{ceilings.FlopsPerSecond / 1e9:F0} GFLOP/s of multiply-adds, {ceilings.BytesPerSecond / 1e9:F0} GB/s of copies"));
        data.WriteLine($"{"work",-16}  {"min ms",9}  {"median",9}  {"images/s",8}  {"GFLOP/s",7}  of FMA  of copy  pool MB  peak MB{(peer is null ? "" : "   peer ms   speed")}");
        var rows = new List<WorkRow>();
        foreach (string kind in options.What)
        {
            WorkRow row = Measure(model, kind, options.Rounds, peer);
            rows.Add(row);
            data.WriteLine(Line(row, options, ceilings));
            if (options.Ops) PrintOps(data, OpRow.Of(model.TimeOps(kind)));
        }

        if (options.Json is not string path) return;
        var results = new Results("LVW.Native", ModelServer.Version(), options, ceilings, rows);
        File.WriteAllText(path, JsonSerializer.Serialize(results, ResultJson.File) + "\n");
    }

    private static WorkRow Measure(WholeModel model, string kind, int rounds, PeerProcess? peer)
    {
        for (int i = 0; i < WarmUps; i++)
        {
            model.Time(kind);
            peer?.Time(kind);
        }

        var ours = new List<double>();
        var theirs = new List<double>();
        for (int i = 0; i < rounds; i++)
        {
            if (peer is not null) Thread.Sleep(Pause);
            ours.Add(model.Time(kind));
            if (peer is null) continue;
            Thread.Sleep(Pause);
            theirs.Add(peer.Time(kind));
        }

        IReadOnlyList<OpTiming> ops = model.TimeOps(kind);
        return new WorkRow(kind, ours, theirs, ops.Sum(op => op.Flops) / 1e9, ops.Sum(op => op.Bytes) / 1e9, model.Device.PooledBytes, ModelServer.PeakBytes());
    }

    private static string Line(WorkRow row, ModelOptions options, DeviceCeilings ceilings)
    {
        double rate = row.Gflop / row.Median;
        string peer = row.PeerMedian is double theirs ? string.Create(CultureInfo.InvariantCulture, $"  {theirs * 1e3,8:F2}  {theirs / row.Median,6:F2}") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{row.Work,-16}  {row.Seconds.Min() * 1e3,9:F2}  {row.Median * 1e3,9:F2}  {options.Batch / row.Median,8:F2}  {rate,7:F0}  "
            + $"{rate * 1e9 / ceilings.FlopsPerSecond,6:P0}  {row.Gigabytes / row.Median * 1e9 / ceilings.BytesPerSecond,7:P0}  "
            + $"{row.PooledBytes / 1e6,7:F0}  {row.PeakBytes / 1e6,7:F0}{peer}");
    }

    private static void PrintOps(TextWriter data, IReadOnlyList<OpRow> rows)
    {
        double total = rows.Sum(row => row.Milliseconds);
        foreach (OpRow row in rows.Take(LongestTable))
        {
            data.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {row.Milliseconds,9:F3} ms {row.Milliseconds / total,6:P1}  {row.Count,3} × {row.Op + "." + row.Call,-34} {row.GflopPerSecond,6:F0} GFLOP/s "
                + $"{row.GigabytesPerSecond,6:F1} GB/s  {row.Sizes}"));
        }
    }

    private sealed record Results(string Program, string Version, ModelOptions Options, DeviceCeilings Ceilings, IReadOnlyList<WorkRow> Rows);
}
