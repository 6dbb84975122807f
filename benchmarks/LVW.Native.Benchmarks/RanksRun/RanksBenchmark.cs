using System.Diagnostics;
using System.Text.Json;
using LVW.Native.Benchmarks.DeviceRun;
using LVW.Native.Benchmarks.ModelRun;
using LVW.Native.Distributed.Mpi;
using LVW.Native.Engine.Distributed;

namespace LVW.Native.Benchmarks.RanksRun;

/// <summary><c>ranks</c>: training steps of one rank or of several under mpirun, each as often as a line of rank 0's input asks for.</summary>
internal static class RanksBenchmark
{
    /// <summary>Serves until the input ends: <c>run WORK [TIMES]</c> and <c>about</c>, as <c>model --serve</c> does.</summary>
    /// <returns>0, or 2 if an argument or the ranks are amiss.</returns>
    public static int Run(IReadOnlyList<string> args, TextReader input, TextWriter data, TextWriter messages)
    {
        try
        {
            ModelOptions options = ModelOptions.Parse(args);
            MpiLaunch launch = MpiLaunch.OfProcess();
            using ICollective ranks = launch.IsParallel ? MpiCollective.Open(launch) : new SingleProcess();
            using var model = new RankedModel(options, ranks);
            while (true)
            {
                string line = ranks.FromFirst(ranks.Rank == 0 ? input.ReadLine() ?? "quit" : "");
                if (line == "quit") return 0;
                string answer = Answer(model, options, ranks, line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
                if (ranks.Rank != 0) continue;
                data.WriteLine(answer);
                data.Flush();
            }
        }
        catch (Exception error) when (error is ArgumentException or CollectiveException)
        {
            messages.WriteLine($"error: {error.Message}");
            return 2;
        }
    }

    private static string Answer(RankedModel model, ModelOptions options, ICollective ranks, string[] words)
    {
        if (words is ["about"]) return Text(new { Program = "LVW.Native", Version = ModelServer.Version(), model.Hardware });
        if (words is not ["run", string work, .. string[] rest]) return Text(new { Error = $"'{string.Join(' ', words)}' is unknown. Use about, quit, or run WORK [TIMES]." });
        int times = rest is [string number] && int.TryParse(number, out int given) ? given : 1;
        var each = new List<RankedTime>();
        ranks.Barrier();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < times; i++) each.Add(model.Time(work));
        ranks.Barrier();
        double seconds = work.StartsWith("train", StringComparison.Ordinal) ? Stopwatch.GetElapsedTime(start).TotalSeconds / times : each.Average(one => one.Seconds);
        return Text(new
        {
            Work = work,
            Seconds = seconds,
            PicturesPerSecond = options.Batch * ranks.Size / seconds,
            Wait = each.Average(one => one.Wait),
            Hidden = each.Average(one => one.Hidden),
            each[0].Buckets,
            PeakBytes = ModelServer.PeakBytes(),
        });
    }

    private static string Text<T>(T answer) => JsonSerializer.Serialize(answer, ResultJson.Line);
}
