using System.CommandLine;
using System.Globalization;
using LVW.Native.Cli.Output;
using LVW.Native.Cli.Runs;
using LVW.Native.Engine.Devices;
using LVW.Native.Engine.Devices.Gpu;
using LVW.Native.Engine.Testing;
using LVW.Native.Engine.Testing.Gpu;
using LVW.Native.VisualWords.Training.Settings;

namespace LVW.Native.Cli.Verbs;

/// <summary><c>lvw selfcheck</c>: every op's gradient, adjoint and parity checks on this machine.</summary>
internal static class SelfCheckVerb
{
    // The PTX of every kernel, executed on the processor with bounds and races checked: of use here alone.
    private const string Interpreted = "interpreted";

    public static Command Create(Terminal terminal)
    {
        var seed = new Option<ulong>("--seed") { Description = "Seed of the problems" };
        var only = new Option<string?>("--case") { Description = "Only the cases whose names contain this" };
        var problems = new Option<int>("--problems") { Description = "Random problems for each check of a case", DefaultValueFactory = _ => 4 };
        var size = new Option<int>("--size") { Description = "Roughly the largest height and width of the problems", DefaultValueFactory = _ => OpCase.DefaultSize };
        Option<bool> json = CommonOptions.Json();
        var command = new Command("selfcheck", "Check every op of the engine on this machine") { seed, only, problems, size, json };
        only.Validators.Add(result =>
        {
            if (result.GetValue(only) is { } part && !Named(part).Any()) result.AddError($"--case: no case's name contains '{part}'. Leave it out to see all names.");
        });
        foreach (Option<int> positive in new[] { problems, size }) CommonOptions.RequireRange(positive, 1);
        DeviceOptions device = DeviceOptions.For(command);
        command.SetAction((parsed, cancellation) =>
        {
            DeviceChoice choice = device.Of(parsed);
            using Device opened = choice.Device == Interpreted
                ? PtxLauncher.OpenDevice(new GpuOptions { Poison = true, Precision = Devices.PrecisionOf(choice.Precision ?? "fp32") })
                : Devices.Open(choice.Over(new TrainingSettings()), choice.Verbose, terminal);
            var progress = new Stop(cancellation);
            IReadOnlyList<SelfCheckResult> results = SelfCheck.Run(
                opened, parsed.GetValue(seed), progress, parsed.GetValue(problems), parsed.GetValue(size), Named(parsed.GetValue(only)));
            int failed = results.Count(result => !result.Passed);
            if (parsed.GetValue(json))
            {
                terminal.Document(new
                {
                    Device = opened.Name,
                    Width = (opened as CpuDevice)?.Width.ToString(),
                    Threads = opened.HostThreads,
                    Passed = results.Count - failed,
                    Failed = failed,
                    Cases = results.Select(result => new { result.Case, result.Passed, result.Error, result.Tolerance, result.Milliseconds, Failure = result.Failure?.ToString() }),
                });
            }
            else
            {
                terminal.Table(["case", "result", "error", "tolerance", "ms"], [.. results.Select(Row)]);
                foreach (SelfCheckResult result in results.Where(result => !result.Passed)) terminal.Line($"{result.Case}: {result.Failure}");
                terminal.DataLine($"{results.Count - failed} passed, {failed} failed");
            }

            if (choice.Verbose) Devices.TellKernels(opened, terminal);
            return Task.FromResult(failed == 0 ? ExitCode.Success : ExitCode.Defect);
        });
        return command;
    }

    private static IEnumerable<OpCase> Named(string? part)
        => OpCatalogue.All.Where(opCase => part is null || opCase.Name.Contains(part, StringComparison.OrdinalIgnoreCase));

    private static string[] Row(SelfCheckResult result) =>
    [
        result.Case,
        result.Passed ? "passed" : "FAILED",
        result.Error.ToString("G2", CultureInfo.InvariantCulture),
        result.Tolerance.ToString("G2", CultureInfo.InvariantCulture),
        result.Milliseconds.ToString("F0", CultureInfo.InvariantCulture),
    ];

    private sealed class Stop(CancellationToken cancellation) : IProgress<SelfCheckResult>
    {
        public void Report(SelfCheckResult value) => cancellation.ThrowIfCancellationRequested();
    }
}
