using System.Globalization;
using LVW.Native.VisualWords.Planning;

namespace LVW.Native.Cli.Output;

/// <summary>A plan as tables and lines, or as one document.</summary>
internal static class PlanText
{
    private const double Mebi = 1 << 20;

    public static void Print(Terminal terminal, Plan plan, bool json)
    {
        if (json)
        {
            terminal.Document(Document(plan));
            return;
        }

        terminal.Table(
            ["stage", "epochs", "step, ms", "compute", "input", "network", "all-reduce", "network share", "pictures/s", "epoch", "whole stage"],
            [.. plan.Stages.Select(Row)]);
        terminal.DataLine("");
        terminal.Table(["ranks", "machines", "share", "step, ms", "network share", "pictures/s", "epoch", "efficiency", "limited by"], [.. plan.Heaviest.Rows.Select(point => Row(point, plan))]);
        terminal.DataLine("");
        terminal.Table(["", "", ""], [.. Facts(plan)]);
        terminal.DataLine("");
        terminal.DataLine(Verdict(plan));
        if (plan.Ranks > 1 && plan.Between.Origin == Origin.Assumed)
        {
            terminal.Line("note: the network is assumed to be as fast as this machine's memory, which it is not. Give --network-gbps and --network-latency-us.");
        }
    }

    /// <summary>In one line: where scaling stops, and why.</summary>
    public static string Verdict(Plan plan)
    {
        ScalingPoint planned = plan.Heaviest.Planned;
        string now = $"{plan.Heaviest.Cost.Name} on {Counted(plan.Ranks, "rank")}: {Percent(planned.Efficiency)} efficiency, limited by {Name(planned.Limit)}";
        return $"{now}; {Falls(80, plan.Heaviest.Below80)}; {Falls(50, plan.Heaviest.Below50)}.";
    }

    private static string Falls(int percent, ScalingPoint? point) => point is null
        ? $"not below {percent} % with this batch"
        : $"below {percent} % from {Counted(point.Ranks, "rank")} on ({Name(point.Limit)})";

    private static string[] Row(StagePlan stage)
    {
        ScalingPoint point = stage.Planned;
        return
        [
            stage.Cost.Name, Number(stage.Cost.Epochs, "D"), Milliseconds(point.StepSeconds), Milliseconds(point.ComputeSeconds), Milliseconds(point.InputSeconds),
            Milliseconds(point.NetworkSeconds), Milliseconds(point.AllReduceSeconds), Percent(point.NetworkShare), Number(point.PicturesPerSecond, "F1"), Duration(point.EpochSeconds),
            Duration(stage.Seconds),
        ];
    }

    private static string[] Row(ScalingPoint point, Plan plan) =>
    [
        Number(point.Ranks, "D") + (point.Ranks == plan.Ranks ? " *" : ""), Number(point.Machines, "D"), Number(point.Share, "F0"), Milliseconds(point.StepSeconds),
        Percent(point.NetworkShare), Number(point.PicturesPerSecond, "F1"), Duration(point.EpochSeconds), Percent(point.Efficiency), Name(point.Limit),
    ];

    private static IEnumerable<string[]> Facts(Plan plan)
    {
        yield return ["ranks", $"{plan.Ranks} on {Counted(plan.Machines, "machine")}", $"{plan.Batch} pictures in a step, {plan.Share} of them on a rank"];
        yield return ["compute", Name(plan.Compute), plan.Compute == Origin.Measured ? $"{plan.Device}, {Counted(plan.ThreadsPerRank, "thread")} for each rank" : $"from {plan.Device}'s steps, operations and bytes"];
        yield return ["input", Name(Origin.Measured), $"{Number(plan.Input.PicturesPerSecond, "F0")} pictures/s for a rank alone with {Counted(plan.Input.LoaderThreads, "thread")}; {Percent(plan.Input.CachedShare)} fit the cache"];
        if (plan.RanksPerMachine > 1) yield return ["within a machine", Name(plan.Within.Origin), Link(plan.Within)];
        if (plan.Machines > 1) yield return ["between machines", Name(plan.Between.Origin), Link(plan.Between)];
        MemoryPlan memory = plan.Memory;
        yield return ["memory of a rank", Name(Origin.Estimated), $"{Mebibytes(memory.DeviceBytes)}: parameters {Mebibytes(memory.ParameterBytes)}, gradients {Mebibytes(memory.GradientBytes)}, moments {Mebibytes(memory.MomentBytes)}, activations {Mebibytes(memory.ActivationBytes)}"];
        yield return ["beside it, in main memory", Name(Origin.Estimated), $"{Mebibytes(memory.HostBytes)}: pictures {Mebibytes(memory.PictureCacheBytes)}, batches {Mebibytes(memory.LoaderBytes)}, gradients on their way {Mebibytes(memory.BucketBytes)}"];
        yield return ["whole run", "", $"{Duration(plan.Seconds)} without validation, projection, last layer and figures"];
    }

    private static object Document(Plan plan) => new
    {
        plan.Device,
        Compute = Name(plan.Compute),
        plan.Ceilings,
        plan.Ranks,
        plan.Machines,
        plan.RanksPerMachine,
        plan.ThreadsPerRank,
        plan.Batch,
        plan.Share,
        plan.Pictures,
        Input = new { plan.Input.PicturesPerSecond, plan.Input.FirstSeconds, plan.Input.CachedSeconds, plan.Input.CachedShare, plan.Input.LoaderThreads },
        Within = LinkDocument(plan.Within),
        Between = LinkDocument(plan.Between),
        plan.Memory,
        plan.Seconds,
        Heaviest = plan.Heaviest.Cost.Name,
        Limits = Verdict(plan),
        Stages = plan.Stages.Select(stage => new
        {
            stage.Cost,
            stage.Seconds,
            Planned = PointDocument(stage.Planned),
            Rows = stage.Rows.Select(PointDocument),
            Below80 = stage.Below80 is { } eighty ? PointDocument(eighty) : null,
            Below50 = stage.Below50 is { } fifty ? PointDocument(fifty) : null,
        }),
    };

    private static object LinkDocument(NetworkCeiling link) => new { Origin = Name(link.Origin), link.BytesPerSecond, link.LatencySeconds };

    private static object PointDocument(ScalingPoint point) => new
    {
        point.Ranks,
        point.Machines,
        point.Share,
        point.StepSeconds,
        point.ComputeSeconds,
        point.InputSeconds,
        point.NetworkSeconds,
        point.AllReduceSeconds,
        point.NetworkShare,
        point.PicturesPerSecond,
        point.EpochSeconds,
        point.Efficiency,
        Limit = Name(point.Limit),
    };

    private static string Link(NetworkCeiling link) => $"{Number(link.BytesPerSecond * 8 / 1e9, "F1")} Gbit/s, {Number(link.LatencySeconds * 1e6, "F1")} µs";

    private static string Name(Origin origin) => origin switch
    {
        Origin.Measured => "measured",
        Origin.Given => "given",
        Origin.Assumed => "assumed",
        _ => "estimated, not measured",
    };

    private static string Name(ScalingLimit limit) => limit switch
    {
        ScalingLimit.Network => "network",
        ScalingLimit.BatchShare => "small batch share",
        ScalingLimit.Input => "input pipeline",
        ScalingLimit.SharedMachine => "ranks sharing a machine",
        _ => "compute",
    };

    private static string Counted(int count, string what) => $"{Number(count, "D")} {what}{(count == 1 ? "" : "s")}";

    private static string Milliseconds(double seconds) => Number(seconds * 1e3, "F1");

    private static string Mebibytes(long bytes) => $"{Number(bytes / Mebi, "F1")} MiB";

    private static string Percent(double share) => share.ToString("P1", CultureInfo.InvariantCulture);

    private static string Duration(double seconds) => seconds < 60 ? $"{Number(seconds, "F1")} s" : seconds < 3600 ? $"{Number(seconds / 60, "F1")} min" : $"{Number(seconds / 3600, "F1")} h";

    private static string Number(IFormattable value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
