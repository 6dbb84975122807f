using System.Diagnostics;
using System.Globalization;
using LVW.Native.Distributed.Mpi;
using LVW.Native.Engine.Distributed;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.Benchmarks.SoakRun;

/// <summary><c>soak</c>: a training run of very many steps, alone or under mpirun, whose memory and open files must not grow.</summary>
internal static class SoakBenchmark
{
    /// <summary>Runs, prints samples as they come and growth by stage at the end.</summary>
    /// <returns>0; 1 if something grew, 2 if an argument is amiss.</returns>
    public static int Run(IReadOnlyList<string> args, TextWriter data, TextWriter messages)
    {
        try
        {
            SoakOptions options = SoakOptions.Parse(args);
            MpiLaunch launch = MpiLaunch.OfProcess();
            using ICollective ranks = launch.IsParallel ? MpiCollective.Open(launch) : new SingleProcess();
            return Run(options, ranks, ranks.Rank == 0 ? data : TextWriter.Null);
        }
        catch (Exception error) when (error is ArgumentException or CollectiveException or SettingsException)
        {
            messages.WriteLine($"error: {error.Message}");
            return 2;
        }
    }

    private static int Run(SoakOptions options, ICollective ranks, TextWriter data)
    {
        string folder = ranks.GatherTexts(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()))[0];
        using StreamWriter? csv = options.Csv is { } path && ranks.Rank == 0 ? new StreamWriter(path) { AutoFlush = true } : null;
        csv?.WriteLine("stage,step,heapBytes,workingSet,pooledBytes,handles,threads,loss");
        data.WriteLine($"{options.Steps} steps of {options.Backbone} {options.Side}², batch {options.Batch} of each rank; {ranks.Size} rank(s), {ranks.Description}");
        data.WriteLine("stage       step   heap KB  process MB  pool KB  handles  threads    loss");
        long start = Stopwatch.GetTimestamp();
        try
        {
            IReadOnlyList<SoakSample> samples = LongRun.Train(options, folder, ranks, Tell);
            data.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s"));
            return Judge(samples, ranks, data);
        }
        finally
        {
            if (ranks.Rank == 0 && Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        }

        void Tell(SoakSample one)
        {
            data.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{one.Stage,-6}  {one.Step,8}  {one.HeapBytes / 1024.0,8:F1}  {one.WorkingSet / 1048576.0,10:F1}  {one.PooledBytes / 1024.0,7:F0}  {one.Handles,7}  {one.Threads,7}  {one.Loss,6:F3}"));
            csv?.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{one.Stage},{one.Step},{one.HeapBytes},{one.WorkingSet},{one.PooledBytes},{one.Handles},{one.Threads},{one.Loss}"));
        }
    }

    private static int Judge(IReadOnlyList<SoakSample> samples, ICollective ranks, TextWriter data)
    {
        bool leaks = false;
        IReadOnlyList<SoakGrowth> stages = SoakGrowth.Of(samples);
        string[] all = ranks.GatherTexts(string.Join('\n', stages.Select(Line)));
        for (int rank = 0; rank < all.Length; rank++)
        {
            foreach (string line in all[rank].Split('\n')) data.WriteLine($"growth of rank {rank}: {line}");
            leaks |= all[rank].Contains("GROWS", StringComparison.Ordinal);
        }

        return leaks ? 1 : 0;
    }

    private static string Line(SoakGrowth growth) => string.Create(
        CultureInfo.InvariantCulture,
        $"{growth.Stage}, {growth.Steps} steps: heap {growth.HeapBytes / 1024.0:F1} KB, process {growth.WorkingSet / 1048576.0:F1} MB, pool {growth.PooledBytes} B, "
        + $"handles {growth.Handles}, threads {growth.Threads}{(growth.IsLeak ? ": GROWS" : ": flat")}");
}
