using System.CommandLine;
using System.Globalization;
using LVW.Native.Cli.Output;
using LVW.Native.Cli.Runs;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Diagnostics;
using LVW.Native.VisualWords.Backbones;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.Cli.Verbs;

/// <summary><c>lvw profile</c>: where the time of a step goes, op by op, against what the device can do.</summary>
internal static class ProfileVerb
{
    public static Command Create(Terminal terminal)
    {
        var what = new Argument<string>("what") { Description = "train (forward, backward, Adam) or infer (forward)", DefaultValueFactory = _ => "train" };
        what.AcceptOnlyFromAmong("train", "infer");
        var backbone = new Option<string>("--backbone") { Description = $"Convolutional network: {string.Join(", ", BackboneCatalogue.Default.Names)}", DefaultValueFactory = _ => "resnet18" };
        var batch = new Option<int>("--batch") { Description = "Pictures in a step of each process", DefaultValueFactory = _ => 32 };
        var side = new Option<int>("--side") { Description = "Side of the pictures in pixels; 0 for what the backbone is made for" };
        var classes = new Option<int>("--classes") { Description = "Classes", DefaultValueFactory = _ => 17 };
        var steps = new Option<int>("--steps") { Description = "Steps that are timed", DefaultValueFactory = _ => 3 };
        var trace = new Option<string?>("--trace") { Description = "File for a trace that chrome://tracing and Perfetto open" };
        var dump = new Option<string?>("--dump-kernels") { Description = "Folder for the PTX of every kernel that ran, and SASS where ptxas and cuobjdump are on PATH" };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("profile", "Tell where the time of a step of the words model goes, op by op") { what, backbone, batch, side, classes, steps, trace, dump, json };
        CommonOptions.RequireRange(side, 0, 4096);
        foreach (Option<int> positive in new[] { batch, classes, steps }) CommonOptions.RequireRange(positive, 1);
        DeviceOptions device = DeviceOptions.For(command);
        command.SetAction((parsed, cancellation) =>
        {
            DeviceChoice choice = device.Of(parsed);
            var job = new ProfileJob(
                parsed.GetValue(what) == "train", parsed.GetValue(backbone)!, parsed.GetValue(batch), parsed.GetValue(side), parsed.GetValue(classes), parsed.GetValue(steps));
            using RankGroup ranks = RankGroup.Join(terminal, cancellation);
            return Task.FromResult(ranks.Run(() => Profile(ranks)));

            int Profile(RankGroup ranks)
            {
                Terminal own = ranks.Terminal;
                TrainingSettings place = ranks.Share(choice.Over(new TrainingSettings()));
                using Device opened = ranks.Each(() => Devices.Open(place, verbose: true, own));
                own.Line("measuring the device's ceilings");
                DeviceCeilings ceilings = CeilingProbe.Measure(opened);
                own.Line($"profiling {parsed.GetValue(what)}: {job.Backbone}, {job.Batch} pictures in a step{(ranks.Collective.Size > 1 ? " of each rank" : "")}");
                ProfileResult result = job.Run(opened, ranks.Collective, cancellation);

                // All ranks measure the same; the first tells of its own.
                if (ranks.Collective.Rank > 0) return ExitCode.Success;
                if (parsed.GetValue(trace) is string path) ChromeTrace.Write(path, opened.Name, result.Timings, result.Reductions);
                if (parsed.GetValue(json)) own.Document(new { Device = opened.Name, Ceilings = ceilings, result.SecondsPerStep, result.PicturesPerSecond, result.AllReduce, Ops = result.Rows() });
                else Print(own, result, ceilings);
                if (parsed.GetValue(dump) is string folder) Dump(opened, folder, own);
                if (choice.Verbose) Devices.TellKernels(opened, own);
                return ExitCode.Success;
            }
        });
        return command;
    }

    private static void Print(Terminal terminal, ProfileResult result, DeviceCeilings ceilings)
    {
        IReadOnlyList<ProfileRow> rows = result.Rows();
        double total = rows.Sum(row => row.Microseconds);
        terminal.Table(
            ["op", "calls", "ms", "share", "GFLOP", "GFLOP/s", "of FMA rate", "MB", "GB/s", "of copy"],
            [.. rows.Select(row => Row(row, total, ceilings))]);
        terminal.DataLine(string.Create(
            CultureInfo.InvariantCulture,
            $"ops {total / 1e3:F1} ms of {result.SecondsPerStep * 1e3:F1} ms a step, {result.PicturesPerSecond:F1} pictures/s; "
            + $"ceilings measured here: {ceilings.FlopsPerSecond / 1e9:F0} GFLOP/s, {ceilings.BytesPerSecond / 1e9:F1} GB/s"));
        if (result.AllReduce is not { } all) return;
        terminal.DataLine(string.Create(
            CultureInfo.InvariantCulture,
            $"all-reduce: {all.Buckets:0.#} buckets, {all.Bytes / 1e6:F1} MB a step; {all.Hidden:P0} of its {all.Seconds * 1e3:F1} ms hidden behind the backward pass, {all.SecondsWaited * 1e3:F1} ms wait after it"));
    }

    private static string[] Row(ProfileRow row, double total, DeviceCeilings ceilings) =>
    [
        row.Name,
        Number(row.Calls, "0.#"),
        Number(row.Microseconds / 1e3, "F3"),
        Number(row.Microseconds / total, "P1"),
        row.Flops > 0 ? Number(row.Flops / 1e9, "F3") : "-",
        row.Flops > 0 ? Number(row.FlopsPerSecond / 1e9, "F1") : "-",
        row.Flops > 0 ? Number(row.FlopsPerSecond / ceilings.FlopsPerSecond, "P0") : "-",
        Number(row.Bytes / 1e6, "F2"),
        Number(row.BytesPerSecond / 1e9, "F2"),
        Number(row.BytesPerSecond / ceilings.BytesPerSecond, "P0"),
    ];

    private static void Dump(Device device, string folder, Terminal terminal)
    {
        if (device is not GpuDevice gpu)
        {
            terminal.Line($"--dump-kernels: {device.Name} has no compiled kernels. Profile --device cuda or opencl.");
            return;
        }

        KernelDump.Result written = KernelDump.Write(folder, gpu.LoadedKernels);
        terminal.Line($"kernels: {written.Ptx} as PTX and {written.Sass} as SASS in {folder}{(written.Problem is null ? "" : $"; {written.Problem}")}");
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
