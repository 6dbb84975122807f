using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using LVW.Native.Cli.Output;
using LVW.Native.Cli.Runs;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.Cli.Verbs;

/// <summary><c>lvw plan</c>: what training on several machines would take, and where more of them stop helping.</summary>
internal static class PlanVerb
{
    public static Command Create(Terminal terminal)
    {
        Option<string> data = CommonOptions.TrainingData();
        var machines = new Option<int?>("--machines") { Description = "Machines like this one; under mpirun or srun those that run, otherwise 1" };
        var gpus = new Option<int>("--gpus") { Description = "GPUs of each machine, a rank for each; 0 for ranks on the processor" };
        var ranks = new Option<int?>("--ranks") { Description = "Ranks on each machine's processor, which share its cores; under mpirun or srun as many as run, otherwise 1" };
        var batch = new Option<int?>("--batch") { Description = "Pictures in a step of all ranks together; otherwise as the settings have it" };
        var gbps = new Option<double?>("--network-gbps") { Description = "What the network moves in each direction, in Gbit/s; otherwise measured under mpirun or srun, and assumed without" };
        var latency = new Option<double?>("--network-latency-us") { Description = "What a message without content takes, in µs" };
        var tflops = new Option<double?>("--device-tflops") { Description = "Peak of a GPU that is not here, in TFLOP/s: estimates in place of measurements" };
        var bandwidth = new Option<double?>("--device-bandwidth-gbs") { Description = "Its memory's GB/s" };
        var sync = new Option<bool>("--sync-bn") { Description = "Batch norms use the statistics of all pictures of a step" };
        var steps = new Option<int>("--steps") { Description = "Timed steps of each kind; the median counts", DefaultValueFactory = _ => 5 };
        var method = new Option<string?>("--method") { Description = $"What is trained: {string.Join(", ", Methods.Names)}" };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("plan", "Predict what training on several machines takes, and where it stops scaling") { data, machines, gpus, ranks, batch, gbps, latency, tflops, bandwidth, sync, steps, method };
        SettingsOptions options = SettingsOptions.For(command);
        command.Options.Add(json);
        DeviceOptions device = DeviceOptions.For(command);
        CommonOptions.RequireRange(machines, 1, 65536);
        CommonOptions.RequireRange(gpus, 0, 64);
        CommonOptions.RequireRange(ranks, 1, 1024);
        CommonOptions.RequireRange(batch, 1);
        CommonOptions.RequireRange(steps, 1);
        foreach (Option positive in (Option[])[gbps, latency, tflops, bandwidth]) RequirePositive(positive);
        command.SetAction((parsed, cancellation) =>
        {
            DeviceChoice choice = device.Of(parsed);
            var own = new List<string>();
            if (parsed.GetValue(method) is { } name) own.Add($"method={name}");
            if (parsed.GetValue(batch) is { } pictures) own.Add($"batchSize={pictures.ToString(CultureInfo.InvariantCulture)}");
            if (parsed.GetValue(sync)) own.Add("syncBatchNorm=true");
            PlanNetwork? found = null;
            using (RankGroup group = RankGroup.Join(terminal, cancellation))
            {
                // The others have nothing to do after this; rank 0 measures and predicts.
                int code = group.Collective.Size == 1 ? ExitCode.Success : group.Run(() =>
                {
                    found = PlanNetwork.Of(group);
                    return ExitCode.Success;
                });
                if (group.Collective.Rank != 0 || code != ExitCode.Success) return Task.FromResult(code);
            }

            var job = new PlanJob(
                options.Read(parsed, choice, own), parsed.GetValue(data)!, parsed.GetValue(machines), parsed.GetValue(gpus), parsed.GetValue(ranks), parsed.GetValue(gbps),
                parsed.GetValue(latency), parsed.GetValue(tflops), parsed.GetValue(bandwidth), parsed.GetValue(steps), choice.Verbose);
            PlanText.Print(terminal, job.Run(found, terminal, cancellation), parsed.GetValue(json));
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    // It reads the text, for asking for the value of one that is no number throws.
    private static void RequirePositive(Option option) => option.Validators.Add(result =>
    {
        foreach (Token token in result.Tokens)
        {
            if (double.TryParse(token.Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number > 0 && double.IsFinite(number)) continue;
            result.AddError($"{option.Name}: '{token.Value}' is not a number above 0.");
        }
    });
}
